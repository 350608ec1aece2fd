# What the bot says. A phrase that is missing in one of these files fails a test.

# Digests
digest = Digest · { $when }
digest-morning = Morning digest · { $when }
digest-midday = Midday digest · { $when }
digest-evening = Evening digest · { $when }
digest-night = Night digest · { $when }
digest-catch-up = Catch-up digest · { $when }
stories = { $number ->
    [one] { $number } story
   *[other] { $number } stories
}
reports = { $number ->
    [one] { $number } report
   *[other] { $number } reports
}
languages = { $number ->
    [one] { $number } language
   *[other] { $number } languages
}
outlets = { $number ->
    [one] { $number } outlet
   *[other] { $number } outlets
}
single-source = single source
more = More
was = was: { $was }
corrected = Corrected
withdrawn = withdrawn: { $reason }
one-story-with = one story with “{ $title }” above
held-back = { $number ->
    [one] { $number } alert was held back since the last digest; its story is below.
   *[other] { $number } alerts were held back since the last digest; their stories are below.
}
older = { $number ->
    [one] { $number } older item came in after a gap; it can be found by /search.
   *[other] { $number } older items came in after a gap; they can be found by /search.
}
recognised = Recognised, not a translation

# Alerts
alert-story = { $count ->
    [one] { $count } independent source within an hour; usual for the largest stories: { $usual }
   *[other] { $count } independent sources within an hour; usual for the largest stories: { $usual }
}
alert-entity = { $count ->
    [one] { $count } source about { $name } within an hour; usual at this time: { $usual }
   *[other] { $count } sources about { $name } within an hour; usual at this time: { $usual }
}

# The weekly summary
week = Week of { $first } to { $last }
week-mentions = Reports that name them, a day
week-line = { $name }: { $number } ({ $change })
week-new = new
week-peak = Most on { $day }: { $number }

# Times and outlets
just-now = just now
minutes-ago = { $number } min ago
hours-ago = { $number } h ago
state-run = state-run
public = public
private = private
independent = independent
exile = exile
official = official
ngo = NGO
