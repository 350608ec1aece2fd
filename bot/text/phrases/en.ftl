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
unknown = unlabelled

# Answers to everybody. Values are HTML; commands and examples are set in <code> or begin with a slash.
welcome = <b>Newswatch</b> reads news feeds in many languages and tells you who reported what about { $names }.
welcome-try = Write a name or any words, or try /latest and /help.
nobody = nobody yet
names-and-last = { $names } and { $last }
names-and-others = { $number ->
    [one] { $names } and { $number } other
   *[other] { $names } and { $number } others
}
help = <b>What you can ask</b>
    /search <i>words</i> — any word, in any script: <code>/search вагнер</code>
    <code>/search "open letter" -tennis</code> — a phrase, without a word
    <code>/search entity:assad lang:ar since:7d</code> — one entity, one language, one week
    /latest — the newest stories; <code>/latest putin assad</code> — about one or several
    /story <i>words or link</i> — who reported it, how each side titled it, how it spread
    /trend — how often somebody is named: <code>/trend putin 30d</code>
    /source — who is behind an outlet: <code>/source bbc</code>
    /cite <i>link or number</i> — what to cite, also of what is long gone
    /why <i>link or words</i>, or as a reply to a post — why it was filed as it was
    /entities — whom this bot tracks
    /follow <i>words</i> — new stories come to you, at once or as a digest; /following, /mute
    /settings — language, time zone, times of digests; /forgetme
    In any other chat type <code>@{ $bot } putin</code> and choose a story. A word in one script finds the tracked names in all of them. In a private chat words alone are a search.
not-understood = I do not know the command <i>{ $said }</i>. To look something up, simply write the words; /help shows more.
failed = Sorry, that did not work just now. Please try again in a minute.
slow-down = That is faster than I can answer. Please wait a minute.
link-unknown = This link leads to nothing that I still have. /latest shows what is new, /help what you can ask.
and-more = … and { $number } more
back = ‹ Back
next = Next ›
expired = These pages are more than a day old. Please ask again.
not-yours = Only who asked can turn these pages.

# Search
search-usage = Write what to look for behind the command: <code>/search putin</code>. /help shows more.
nothing-found = nothing found
more-than = more than { $reports }
showing-instead = Nothing for <i>{ $asked }</i>; showing <b>{ $corrected }</b>.
sort-new = Newest first
sort-best = Best first
one-language = { $language } only
all-languages = All languages
literally = Exactly “{ $asked }”
story-link = story
in-every-script = { $names }: found in every script.
feeds = { $number ->
    [one] { $number } feed
   *[other] { $number } feeds
}
searched = Searched titles and summaries: { $read }.
since-day = since { $day }
not-answering = { $number ->
    [one] { $number } is not answering now
   *[other] { $number } are not answering now
}
remark-cut = only the first { $number } characters were read
remark-open-quotation = the quotation was not closed: it was read to the end
remark-open-bracket = a bracket was not closed: it was read to the end
remark-stray-bracket = a closing bracket without an opening one was left out
remark-one-sided = { $value } has nothing on one side and was left out
remark-empty-exclusion = an exclusion without a word was left out
remark-too-deep = brackets are read { $number } deep: deeper ones were left out
remark-nothing-in = nothing to search for in: { $value }
remark-empty-quotation = an empty quotation was left out
remark-too-many-words = only the first { $number } words were read
remark-short-beginning = a beginning needs { $number } letters: { $value } was searched as a word
remark-no-value = { $value }: has no value and was left out
remark-sort = sort: knows new and best, not { $value }
remark-date = { $field }: wants a date like 2024-03-01, 7d or today, not { $value }
remark-not-tracked = { $value } is not a tracked name: it was searched as a word
remark-language-code = lang: wants a code like ar or uk, not { $value }
remark-no-language = lang:{ $value } is no language that anything could be written in
remark-country-code = country: wants a code like ua, not { $value }

# Latest, entities, a story
latest = Latest
latest-nothing = Nothing yet. New stories appear here as they are read.
followed-here = Tracked here
nobody-followed = Nobody is tracked yet.
reports-in-week = { $number ->
    [one] { $number } report in 7 days
   *[other] { $number } reports in 7 days
}
not-followed = <i>{ $asked }</i> is not tracked here. Tracked: { $names }. Any word at all can be looked for by /search.
others-listed = and others, see /entities
a-copy = repeats another report
which-report = That tells of several reports. Ask about one, or reply again with its place, such as { $example }:
no-report = I have no such report or story: I never read it, have not understood it yet, or it was taken back.
usage-story = Reply with /story to a post or a list of mine, or write a story’s number, a report’s link or some words behind the command: <code>/story putin tula</code>.
first-report = first report { $when }
second-owner = second owner after { $span }
second-language = second language after { $span }
span-minutes = { $number } min
span-hours = { $number } h
span-days = { $number } d
later = { $span } later
sides = How each side titled it
side-ukrainian = Ukrainian
side-state-run = State-run
side-exile = In exile
side-arab = Arab
side-western = Western
side-international = International
cite-button = Cite
story-button = ‹ Story

# Cite
usage-cite = Reply with /cite to a post or a list of mine, or write a number or a link behind the command: <code>/cite https://example.org/news/1</code>.
citation = To cite
text-gone = The text is no longer kept; this is.
published-at = Published: { $when }
seen-at = First seen here: { $when }
was-until = Until { $when }: { $title }
report-number = Number: { $report }

# Trend
trend-usage = Write a name behind the command, and for how long if you like: <code>/trend putin 30d</code>. 7d, 4w, 3m and 1y are understood.
trend-step = Reports that name them, in the { $number } days from each date

# Source
source-usage = Write an outlet’s name behind the command: <code>/source bbc</code>. { $number ->
    [one] { $number } feed is read.
   *[other] { $number } feeds are read.
}
source-unknown = I read no outlet called <i>{ $asked }</i>. Any word of its title or owner will do, or its address.
perhaps = Perhaps { $names }?
source-which = { $number ->
    [one] { $number } feed is called so. Ask about it:
   *[other] { $number } feeds are called so. Ask about one:
}
source-owner = Owner: { $owner }
source-label = Label: { $label }, according to: { $basis }
source-feed = Feed:
last-read = last read { $when }
last-news = last news { $when }
feed-new = not read yet
feed-fine = doing well
feed-failing = does not answer now
feed-silent = unusually silent
feed-moved = moved to another owner’s address
feed-dead = no longer answers
feed-double = the same address as another feed
feed-off = switched off

# Inline mode
inline-nothing = Nothing found. Look in the chat with me

# Why
usage-why = Reply with /why to a post or a list of mine, or write a report’s link or some words of it behind the command: <code>/why putin tula</code>.
why-unknown = I have no such report: I never read it, have not understood it yet, or keep its text no longer, and without the text nothing can be explained.
why-head = Why
why-nobody = No form of a name that is tracked here stands in it.
why-before = It counts for { $names } since it was read, under other settings.
why-senseless = The sense of the whole text was weighed too when it was read; it is no longer kept.
verdict-mention = mentioned
verdict-possible = only possible, never posted
verdict-rejected = not mentioned
verdict-counted = counted since it was read; { $verdict } as things are now
verdict-not-counted = not counted since it was read; { $verdict } as things are now
place-title = «{ $surface }» in the title, { $score }, needs more than { $line }: { $clues }
place-summary = «{ $surface }» in the summary, { $score }, needs more than { $line }: { $clues }
place-text = «{ $surface }» in the text, { $score }, needs more than { $line }: { $clues }
no-clue = no clue
more-places = { $number ->
    [one] and in { $number } more place
   *[other] and in { $number } more places
}
why-story = Story
story-alone = it stands alone: no other report was near enough.
story-with = { $number ->
    [one] with { $number } other report of one event.
   *[other] with { $number } other reports of one event.
}
story-founded = { $number ->
    [one] with { $number } other report of one event, which it founded.
   *[other] with { $number } other reports of one event, which it founded.
}
repeats-another = It repeats the text of another report.
in-common = In common with { $report }: { $shared }.
in-common-sense = the wording or the sense, no name or place

# Following. A digest has the titles of digests above.
follow-new = New of what you follow
follow-more = { $number ->
    [one] { $number } more story answered; /search finds it.
   *[other] { $number } more stories answered; /search finds them.
}
follow-this = 🔔 Follow this search
follow-usage = Write behind the command what to follow, just as you would search for it: <code>/follow putin lang:ar</code>.
follow-admins = In a group only administrators can change what it follows.
follow-nothing = There is nothing in that which new reports could answer.
follow-enough = That is enough: { $number } searches can be followed here. /following shows them.
follow-how = Shall new stories come at once, or gathered in a digest at { $at }?
follow-many = That is many: a digest at { $at } would gather them.
rate-day = { $number ->
    [one] It would have been about { $shown } story a day.
   *[other] It would have been about { $shown } stories a day.
}
rate-fortnight = { $number ->
    [one] It would have been { $number } story in two weeks.
   *[other] It would have been { $number } stories in two weeks.
}
rate-none = In the last two weeks nothing would have come.
at-once = At once
as-digest = As a digest
not-at-all = Not at all
followed-o = Following <b>{ $query }</b>: new stories come at once. /following shows and changes it.
followed-d = Following <b>{ $query }</b>: new stories come in a digest at { $at }. /following shows and changes it.
followed-not = All right: nothing is followed.
unfollowed = <b>{ $query }</b> is followed no longer.
unfollow-unknown = That is not followed here. /following shows what is.
which-zone = In which time zone do your days begin? Press one, or write <code>/settings Europe/Kyiv</code> and then ask again.
following = Followed
following-nothing = Nothing yet. <code>/follow putin lang:ar</code> follows a search, and so does the button below its results.
told-at-once = at once
told-as-digest = in a digest
digests-at = Digests come at { $at } ({ $zone }); /settings changes that.

# Muting
muted = Muted
muted-nothing = Nothing is muted.
muted-now = { $what } is muted until { $until }. /mute shows what is muted.
mute-until = Mute { $what }: for how long?
mute-usage = <code>/mute source:bbc 3d</code>, <code>/mute lang:ru until 18:00</code>, <code>/mute putin</code>, a report’s link, or /mute as a reply to a post.
mute-unknown = I did not understand what to mute. It can be a source, a language, a tracked name or one story: <code>/mute source:bbc 3d</code>, <code>/mute lang:ru until 18:00</code>, <code>/mute putin</code>, or a report’s link.
mute-enough = That is enough: { $number } things can be muted here. /mute shows them.
until = until { $when }
lift = Hear { $place } again
span-3h = 3 hours
span-1d = 1 day
span-7d = 7 days
span-30d = 30 days

# Forgetting
forget-sure = <b>Forget everything about you?</b> What you chose, follow and muted, what you were told and looked for, and every post on its way to you. What groups follow stays with them. It cannot be undone.
forget-yes = Forget me
forget-no = No
forget-done = Done. I know nothing about you any more; nor do my files.
forget-kept = All right, everything stays as it is.
forget-private = Ask me that in our private chat.

# Settings
settings = Settings
settings-language = Language: { $language }
settings-zone = Time zone: { $zone }
settings-digests = Digests of what is followed: { $at }
settings-times = Digest times…
settings-hint = Choose below, or write a time zone or times behind the command: <code>/settings Europe/Kyiv</code>, <code>/settings 08:00 20:00</code>.
settings-follow = As in Telegram
settings-zones = Time zone…
settings-saved = Saved
settings-no-zone = <i>{ $asked }</i> is no time zone I know. Write one such as <code>/settings Europe/Kyiv</code>.
settings-admins = Only administrators of the group can change its settings.

# Commands, as clients list them
command-search = find news: words, names, phrases, in any script
command-latest = the newest stories, of everyone or of some
command-story = who reported it, each side’s title, how it spread
command-trend = how often somebody was named: a chart and numbers
command-source = who is behind an outlet, and how its feed is doing
command-cite = headline, outlet, link, times, versions
command-follow = be told of what is new to a search
command-following = what is followed, and how it is told
command-mute = leave out a source, a language, a name, a story
command-forgetme = delete all about me
command-why = why an item was filed as it was: a link, words, or as a reply
command-entities = whom this bot tracks
command-settings = language, time zone, times of digests
command-help = what you can ask

# The bot's administrators
status = Status
status-failing = Feeds failing: { $number }, not asked any more: { $count }
network-down = { $number ->
    [one] Our own network seems to be down: { $number } feed fails.
   *[other] Our own network seems to be down: { $number } feeds fail together.
}
posts-pending = Posts waiting
posts-sending = Posts under way
posts-ambiguous = Posts in doubt
posts-quarantined = Posts set aside
posts-sent = Posts sent
is-paused = paused: { $reason }
last-digest = last digest: { $when }
channel-paused = Channel { $channel } is paused until /resume.
channel-resumed = Channel { $channel } goes on.
digest-composed = { $number ->
    [0] There is nothing new to tell in channel { $channel }.
    [one] A digest for channel { $channel } is on its way: { $number } post.
   *[other] A digest for channel { $channel } is on its way: { $number } posts.
}
which-channel = Name a channel behind the command: { $names }.
quarantine = Set aside, the newest first. <code>/quarantine 7 again</code> sends one once more, <code>/quarantine 7 drop</code> drops it.
quarantine-empty = Nothing is set aside.
quarantine-unknown = No post of that number is set aside.
post-again = Post { $post } is sent once more.
post-dropped = Post { $post } is dropped.
item-hidden = Report { $item } is taken back: { $reason }
post-retracted = { $number ->
    [one] { $number } report of that post is taken back: { $reason }
   *[other] { $number } reports of that post are taken back: { $reason }
}
items-unhidden = { $number ->
    [one] { $number } report stands again.
   *[other] { $number } reports stand again.
}
story-split = Story { $story } now stands alone.
stories-merged = All of it is now story { $story }.
hide-usage = Write the number of a report (/why shows it) and why: <code>/hide 1234567890123456789 hoax</code>.
unhide-usage = Write the numbers of the reports that shall stand again, or the link of the post that told them: <code>/unhide 1234567890123456789</code>.
retract-usage = Write the link of a post and why: <code>/retract https://t.me/news/12 the report was a hoax</code>.
split-usage = Write the numbers of the reports that are a story of their own: <code>/split 1234567890123456789</code>.
merge-usage = Write the numbers of two reports whose stories are one: <code>/merge 1234567890123456789 1234567890123456780</code>.
nothing-there = I have nothing of that number or link.
no-reason = by the editors
on-hold = Nothing is sent: { $reason }. <code>run_bot.py release</code> on the server lets the bot go on.
reloaded = The changed settings are taken up.
reload-refused = Nothing was changed. This is wrong with the settings:
addfeed-usage = Write the address of a feed, or of a page that names one, and an id for it if you like: <code>/addfeed https://example.org/rss example</code>.
addfeed-refused = That cannot be added: { $reason }
addfeed-known = It is read already, as { $feed }.
addfeed-sure = Shall it be read?
addfeed-yes = Add
addfeed-no = Do not add
feed-language = Language: { $language }
feed-newest = newest: { $when }
feed-owner = It counts as one voice with all of { $owner }.
feed-names = Of the newest { $number }, these would count for:
feed-names-nobody = None of the newest { $number } names anybody who is tracked.
feed-added = Feed { $feed } is added: { $url }
feed-unconfirmed = It is in digests from now on, and raises no alert before another administrator confirms it: <code>/confirmfeed { $feed }</code>. The server can, too: <code>run_bot.py feeds confirm { $feed }</code>.
feed-unconfirmed-alone = It is in digests from now on, and raises no alert before it is confirmed on the server, as there is no other administrator: <code>run_bot.py feeds confirm { $feed }</code>.
feed-confirm = Confirm: it may raise alerts
feed-confirmed = Feed { $feed } is confirmed and may raise alerts: { $url }
confirmfeed-usage = Write the id of a feed that waits to be confirmed: { $names }
confirmfeed-own = Whoever added a feed cannot confirm it. Another administrator can, or the server: <code>run_bot.py feeds confirm { $feed }</code>.
removefeed-usage = Write the id of a feed that was added here: { $names }
removefeed-sure = Shall { $feed } be read no more ({ $url })? What it brought stays.
removefeed-yes = Remove
removefeed-no = Keep
removefeed-file = { $feed } was not added here. To read it no more, write into config/local/feeds.toml, then /reload:
feed-removed = Feed { $feed } is read no more; what it brought stays.
nothing-changed = All right, everything stays as it is.
nothing-waits = That is not so any more.
command-status = what was read, what waits, what is paused
command-feeds = how every feed is doing
command-pause = post nothing to a channel until /resume
command-resume = post to a channel again
command-digest = compose a digest now
command-quarantine = posts that were set aside
command-retract = take a post back, with the reason
command-hide = take a report back, with the reason
command-unhide = let reports stand that were taken back
command-split = make reports a story of their own
command-merge = make two stories one
command-reload = take up changed settings
command-addfeed = read a feed, after a look at what it brings
command-removefeed = read a feed no more that was added here
command-confirmfeed = let a feed raise alerts that another added
