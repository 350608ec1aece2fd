"""The data files are sound: nothing that can never match, nothing that matches everything."""

import json
from importlib.resources import files

from bot.entities import knowledge
from bot.text.scripts import script_of
from tests.entities.rows import shipped

DATA = files("bot.entities") / "data"


def test_no_topical_stem_mixes_scripts_or_is_too_short_to_mean_anything() -> None:
    for stem in knowledge.topics().stems:
        scripts = {script_of(char) for char in stem.text if char.isalpha()}
        assert len(scripts) <= 1 or scripts <= {"han", "kana"}, stem
        if scripts <= {"latin", "cyrillic", "greek"}:
            assert stem.whole or len(stem.text) > 3, stem


def test_no_tracked_name_is_hidden_among_the_given_names() -> None:
    surnames = {form.lower() for entity in shipped() for forms in entity.weak.values() for form in forms}

    assert not surnames & knowledge.given_names()


def test_every_weight_of_a_topic_belongs_to_a_topic() -> None:
    topics = set(knowledge.topics().labels)
    for table in knowledge.weights().values():
        named = {name.split(" ", 1)[1] for name in table if name.startswith(("topic ", "more ", "near "))}
        assert named <= topics


def test_the_fitted_files_name_the_command_that_wrote_them() -> None:
    for name in ("weights.json", "vectors.json"):
        about = json.loads((DATA / name).read_text(encoding="utf-8"))["about"]
        assert "python -m bench.fit_entities --write" in about


def test_a_classifier_has_a_weight_for_every_dimension_and_a_bias() -> None:
    assert all(row.shape == (513,) for row in knowledge.vectors().values())


def test_declensions_take_off_no_more_than_they_recognise() -> None:
    assert all(len(end) >= paradigm.drop for paradigm in knowledge.paradigms() for end in paradigm.ends)
