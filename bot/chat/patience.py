"""How much one person, or one group, may ask: a bucket of questions each, which fills again with time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Verdict = Literal["answer", "enough", "silence"]
"""answer; say once that it is enough; say nothing more until the bucket has filled a little."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many questions at once, and as many again in each `span`. `again`: what must be back after "enough"."""

    questions: int = 20
    span: timedelta = timedelta(minutes=1)
    again: int = 5


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime
    is_told: bool = False


@dataclass(slots=True)
class Patience:
    """Counts the questions of everybody, by an id. What has been full again for long is forgotten."""

    allowance: Allowance = field(default_factory=Allowance)
    _buckets: dict[int, _Bucket] = field(default_factory=dict)

    def ask(self, *ids: int, now: datetime) -> Verdict:
        """Count a question against a person and, in a group, the group too; return what to do with it."""
        self._forget(now)
        buckets = [self._filled(one, now) for one in dict.fromkeys(ids)]
        if all(bucket.left >= 1 and not bucket.is_told for bucket in buckets):
            for bucket in buckets:
                bucket.left -= 1
            return "answer"
        empty = [bucket for bucket in buckets if bucket.left < 1 or bucket.is_told]
        verdict: Verdict = "silence" if any(bucket.is_told for bucket in empty) else "enough"
        for bucket in empty:
            bucket.is_told = True
        return verdict

    def _filled(self, one: int, now: datetime) -> _Bucket:
        most = float(self.allowance.questions)
        bucket = self._buckets.setdefault(one, _Bucket(most, now))
        bucket.left = min(most, bucket.left + max(0.0, (now - bucket.at) / self.allowance.span) * most)
        bucket.at = now
        bucket.is_told = bucket.is_told and bucket.left < self.allowance.again
        return bucket

    def _forget(self, now: datetime) -> None:
        if len(self._buckets) > 10_000:
            recent = {one: bucket for one, bucket in self._buckets.items() if now - bucket.at < self.allowance.span}
            self._buckets = recent
