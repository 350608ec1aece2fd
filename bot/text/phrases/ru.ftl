digest = Дайджест · { $when }
digest-morning = Утренний дайджест · { $when }
digest-midday = Дневной дайджест · { $when }
digest-evening = Вечерний дайджест · { $when }
digest-night = Ночной дайджест · { $when }
digest-catch-up = Дайджест пропущенного · { $when }
stories = { $number ->
    [one] { $number } событие
    [few] { $number } события
   *[other] { $number } событий
}
reports = { $number ->
    [one] { $number } сообщение
    [few] { $number } сообщения
   *[other] { $number } сообщений
}
languages = { $number ->
    [one] { $number } язык
    [few] { $number } языка
   *[other] { $number } языков
}
outlets = { $number ->
    [one] { $number } издание
    [few] { $number } издания
   *[other] { $number } изданий
}
single-source = один источник
more = Ещё
was = было: { $was }
corrected = Исправлено
withdrawn = отозвано: { $reason }
one-story-with = одно событие с «{ $title }» выше
held-back = { $number ->
    [one] С прошлого дайджеста задержано { $number } оповещение; его событие ниже.
    [few] С прошлого дайджеста задержано { $number } оповещения; их события ниже.
   *[other] С прошлого дайджеста задержано { $number } оповещений; их события ниже.
}
older = { $number ->
    [one] После перерыва пришло { $number } старое сообщение; его найдёт /search.
    [few] После перерыва пришло { $number } старых сообщения; их найдёт /search.
   *[other] После перерыва пришло { $number } старых сообщений; их найдёт /search.
}
recognised = Распознано, не перевод

alert-story = { $count ->
    [one] { $count } независимый источник за час; у самых крупных событий здесь обычно { $usual }
    [few] { $count } независимых источника за час; у самых крупных событий здесь обычно { $usual }
   *[other] { $count } независимых источников за час; у самых крупных событий здесь обычно { $usual }
}
alert-entity = { $count ->
    [one] { $count } источник за час, тема: { $name }; обычно в это время: { $usual }
    [few] { $count } источника за час, тема: { $name }; обычно в это время: { $usual }
   *[other] { $count } источников за час, тема: { $name }; обычно в это время: { $usual }
}

week = Неделя { $first } — { $last }
week-mentions = Сообщений с упоминанием в день
week-line = { $name }: { $number } ({ $change })
week-new = впервые
week-peak = Больше всего { $day }: { $number }

just-now = только что
minutes-ago = { $number } мин назад
hours-ago = { $number } ч назад
state-run = государственное
public = общественное
private = частное
independent = независимое
exile = в эмиграции
official = официальное
ngo = НКО
unknown = без пометки

welcome = <b>Newswatch</b> читает новостные ленты на многих языках и показывает, кто и что сообщил. Отслеживаются: { $names }.
welcome-try = Напишите имя или любые слова либо попробуйте /latest и /help.
nobody = пока никто
names-and-last = { $names } и { $last }
names-and-others = { $number ->
    [one] { $names } и ещё { $number }
    [few] { $names } и ещё { $number }
   *[other] { $names } и ещё { $number }
}
help = <b>О чём можно спросить</b>
    /search <i>слова</i> — любое слово любым письмом: <code>/search вагнер</code>
    <code>/search "открытое письмо" -теннис</code> — фраза, но без этого слова
    <code>/search entity:assad lang:ar since:7d</code> — одно имя, один язык, одна неделя
    /latest — самое новое; <code>/latest путин асад</code> — только об этих людях
    /story <i>слова или ссылка</i> — кто сообщил, как озаглавила каждая сторона, как расходилось
    /trend — как часто кого-то упоминают: <code>/trend путин 30d</code>
    /source — кто стоит за изданием: <code>/source bbc</code>
    /cite <i>ссылка или номер</i> — что процитировать, даже если текста давно нет
    /why <i>ссылка или слова</i> либо ответом на пост — почему сообщение отнесено именно так
    /entities — кого отслеживает бот
    /follow <i>слова</i> — новое приходит само, сразу или дайджестом; /following, /mute
    /settings — язык, часовой пояс, время дайджестов; /forgetme
    В любом другом чате наберите <code>@{ $bot } путин</code> и выберите событие. Отслеживаемое имя находится на всех письменностях, какой бы вы ни набрали. В личном чате достаточно просто написать слова.
not-understood = Команды <i>{ $said }</i> я не знаю. Чтобы что-то найти, просто напишите слова; подробнее — /help.
failed = Не получилось, извините. Попробуйте ещё раз через минуту.
slow-down = Так быстро отвечать я не успеваю. Подождите, пожалуйста, минуту.
link-unknown = По этой ссылке у меня уже ничего нет. Новое — /latest, что можно спросить — /help.
and-more = … и ещё { $number }
back = ‹ Назад
next = Дальше ›
expired = Этим страницам больше суток. Спросите, пожалуйста, ещё раз.
not-yours = Листать может только тот, кто спрашивал.

search-usage = Напишите после команды, что искать: <code>/search путин</code>. Подробнее — /help.
nothing-found = ничего не найдено
more-than = больше чем { $reports }
showing-instead = По запросу <i>{ $asked }</i> ничего нет; показано <b>{ $corrected }</b>.
sort-new = Сначала новые
sort-best = Сначала лучшие
one-language = Только { $language }
all-languages = Все языки
literally = Именно «{ $asked }»
story-link = событие
in-every-script = { $names }: найдено на всех письменностях.
feeds = { $number ->
    [one] { $number } лента
    [few] { $number } ленты
   *[other] { $number } лент
}
searched = Просмотрены заголовки и аннотации: { $read }.
since-day = начиная с { $day }
not-answering = { $number ->
    [one] { $number } сейчас не отвечает
    [few] { $number } сейчас не отвечают
   *[other] { $number } сейчас не отвечают
}
remark-cut = { $number ->
    [one] прочитан только первый { $number } знак
    [few] прочитаны только первые { $number } знака
   *[other] прочитаны только первые { $number } знаков
}
remark-open-quotation = кавычка не закрыта: прочитано до конца
remark-open-bracket = скобка не закрыта: прочитано до конца
remark-stray-bracket = закрывающая скобка без открывающей пропущена
remark-one-sided = у { $value } с одной стороны ничего нет, пропущено
remark-empty-exclusion = исключение без слова пропущено
remark-too-deep = предел вложенности скобок — { $number }: более глубокие пропущены
remark-nothing-in = здесь нечего искать: { $value }
remark-empty-quotation = пустая цитата пропущена
remark-too-many-words = { $number ->
    [one] прочитано только { $number } слово
    [few] прочитаны только первые { $number } слова
   *[other] прочитаны только первые { $number } слов
}
remark-short-beginning = { $number ->
    [one] для начала слова нужна { $number } буква: { $value } искалось как слово
    [few] для начала слова нужны { $number } буквы: { $value } искалось как слово
   *[other] для начала слова нужно { $number } букв: { $value } искалось как слово
}
remark-no-value = { $value }: без значения, пропущено
remark-sort = sort: бывает new и best, но не { $value }
remark-date = { $field }: нужна дата вроде 2024-03-01, 7d или today, а не { $value }
remark-not-tracked = { $value } не отслеживается: искалось как слово
remark-language-code = lang: нужен код вроде ar или uk, а не { $value }
remark-no-language = lang:{ $value } — такого языка нет
remark-country-code = country: нужен код вроде ua, а не { $value }

latest = Последнее
latest-nothing = Пока ничего. Новые события появятся здесь, как только будут прочитаны.
followed-here = Отслеживаются
nobody-followed = Пока никто не отслеживается.
reports-in-week = { $number ->
    [one] { $number } сообщение за 7 дней
    [few] { $number } сообщения за 7 дней
   *[other] { $number } сообщений за 7 дней
}
not-followed = <i>{ $asked }</i> здесь не отслеживается. Отслеживаются: { $names }. Любое слово можно найти через /search.
others-listed = и другие, см. /entities
a-copy = повторяет другое сообщение
which-report = Там несколько сообщений. Спросите об одном или ответьте ещё раз, указав его номер, например { $example }:
no-report = Такого сообщения или события у меня нет: я его не читал, ещё не разобрал, или оно отозвано.
usage-story = Ответьте командой /story на пост или на мой список либо напишите после команды номер события, ссылку или слова: <code>/story путин тула</code>.
first-report = первое сообщение { $when }
second-owner = второй владелец через { $span }
second-language = второй язык через { $span }
span-minutes = { $number } мин
span-hours = { $number } ч
span-days = { $number } дн.
later = через { $span }
sides = Как озаглавила каждая сторона
side-ukrainian = Украинские
side-state-run = Государственные
side-exile = В изгнании
side-arab = Арабские
side-western = Западные
side-international = Международные
cite-button = Цитировать
story-button = ‹ Событие

# Cite
usage-cite = Ответьте командой /cite на пост или на мой список либо напишите после команды номер или ссылку: <code>/cite https://example.org/news/1</code>.
citation = Для цитирования
text-gone = Текст больше не хранится, а это осталось.
published-at = Опубликовано: { $when }
seen-at = Впервые замечено: { $when }
was-until = До { $when }: { $title }
report-number = Номер: { $report }

# Trend
trend-usage = Напишите после команды имя и, если хотите, за какое время: <code>/trend путин 30d</code>. Понятны 7d, 4w, 3m и 1y.
trend-step = { $number ->
    [one] Сообщений с упоминанием за { $number } день от каждой даты
    [few] Сообщений с упоминанием за { $number } дня от каждой даты
   *[other] Сообщений с упоминанием за { $number } дней от каждой даты
}

# Source
source-usage = Напишите после команды название издания: <code>/source bbc</code>. { $number ->
    [one] Читается { $number } лента.
    [few] Читаются { $number } ленты.
   *[other] Читается { $number } лент.
}
source-unknown = Издания <i>{ $asked }</i> я не читаю. Подойдёт любое слово из названия или имени владельца либо адрес.
perhaps = Может быть, { $names }?
source-which = { $number ->
    [one] Так называется { $number } лента. Спросите о ней:
    [few] Так называются { $number } ленты. Спросите об одной:
   *[other] Так называются { $number } лент. Спросите об одной:
}
source-owner = Владелец: { $owner }
source-label = Метка: { $label }, основание: { $basis }
source-feed = Лента:
last-read = прочитана { $when }
last-news = последняя новость { $when }
feed-new = ещё не прочитана
feed-fine = в порядке
feed-failing = сейчас не отвечает
feed-silent = необычно молчит
feed-moved = переехала на адрес другого владельца
feed-dead = больше не отвечает
feed-double = тот же адрес, что у другой ленты
feed-off = отключена

# Inline mode
inline-nothing = Ничего не найдено. Искать в чате со мной

usage-why = Ответьте командой /why на пост или список бота либо напишите после команды ссылку или несколько слов из сообщения: <code>/why путин тула</code>.
why-unknown = Такого сообщения у меня нет: я его не читал, ещё не разобрал или больше не храню его текст, а без текста ничего не объяснить.
why-head = Почему
why-nobody = Ни одной формы отслеживаемого имени в нём нет.
why-before = С момента прочтения, при других настройках, засчитано: { $names }.
why-senseless = При чтении учитывался и смысл всего текста; он больше не хранится.
verdict-mention = упоминается
verdict-possible = лишь возможно, не публикуется
verdict-rejected = не упоминается
verdict-counted = при чтении засчитано; по нынешним настройкам: { $verdict }
verdict-not-counted = при чтении не засчитано; по нынешним настройкам: { $verdict }
place-title = «{ $surface }» в заголовке, { $score }, нужно больше { $line }: { $clues }
place-summary = «{ $surface }» в аннотации, { $score }, нужно больше { $line }: { $clues }
place-text = «{ $surface }» в тексте, { $score }, нужно больше { $line }: { $clues }
no-clue = признаков нет
more-places = { $number ->
    [one] и ещё в { $number } месте
    [few] и ещё в { $number } местах
   *[other] и ещё в { $number } местах
}
why-story = Событие
story-alone = стоит отдельно: достаточно близких сообщений не нашлось.
story-with = { $number ->
    [one] вместе с ещё { $number } сообщением об одном и том же.
    [few] вместе с ещё { $number } сообщениями об одном и том же.
   *[other] вместе с ещё { $number } сообщениями об одном и том же.
}
story-founded = { $number ->
    [one] вместе с ещё { $number } сообщением об одном и том же; это было первым.
    [few] вместе с ещё { $number } сообщениями об одном и том же; это было первым.
   *[other] вместе с ещё { $number } сообщениями об одном и том же; это было первым.
}
repeats-another = Повторяет текст другого сообщения.
in-common = Общее с { $report }: { $shared }.
in-common-sense = слова или смысл, но не имена и не места

# Подписки
follow-new = Новое по вашим подпискам
follow-more = { $number ->
    [one] Подошло ещё { $number } событие; его найдёт /search.
    [few] Подошло ещё { $number } события; их найдёт /search.
   *[other] Подошло ещё { $number } событий; их найдёт /search.
}
follow-this = 🔔 Подписаться на этот поиск
follow-usage = Напишите после команды, на что подписаться, — так же, как для поиска: <code>/follow путин lang:ar</code>.
follow-admins = В группе подписки могут менять только администраторы.
follow-nothing = Новые сообщения не могут этому соответствовать.
follow-enough = { $number ->
    [one] Больше нельзя: здесь возможна только { $number } подписка. Все они — /following.
    [few] Больше нельзя: здесь возможно только { $number } подписки. Все они — /following.
   *[other] Больше нельзя: здесь возможно только { $number } подписок. Все они — /following.
}
follow-how = Присылать новое сразу или собирать в дайджест в { $at }?
follow-many = Это много: дайджест в { $at } собрал бы всё вместе.
rate-day = { $number ->
    [one] Было бы около { $shown } события в день.
   *[other] Было бы около { $shown } событий в день.
}
rate-fortnight = { $number ->
    [one] За две недели было бы { $number } событие.
    [few] За две недели было бы { $number } события.
   *[other] За две недели было бы { $number } событий.
}
rate-none = За последние две недели не пришло бы ничего.
at-once = Сразу
as-digest = Дайджестом
not-at-all = Не надо
followed-o = Подписка на <b>{ $query }</b>: новое приходит сразу. Посмотреть и изменить — /following.
followed-d = Подписка на <b>{ $query }</b>: новое приходит дайджестом в { $at }. Посмотреть и изменить — /following.
followed-not = Хорошо, подписки не будет.
unfollowed = Подписки на <b>{ $query }</b> больше нет.
unfollow-unknown = Такой подписки здесь нет. Какие есть — /following.
which-zone = В каком часовом поясе начинаются ваши дни? Нажмите или напишите <code>/settings Europe/Kyiv</code> и спросите ещё раз.
following = Подписки
following-nothing = Пока ни одной. <code>/follow путин lang:ar</code> подписывает на поиск, как и кнопка под его результатами.
told-at-once = сразу
told-as-digest = дайджестом
digests-at = Дайджесты приходят в { $at } ({ $zone }); изменить — /settings.

muted = Не присылается
muted-nothing = Присылается всё.
muted-now = { $what }: не присылается, пока не наступит { $until }. Весь список — /mute.
mute-until = { $what }: не присылать как долго?
mute-usage = <code>/mute source:bbc 3d</code>, <code>/mute lang:ru до 18:00</code>, <code>/mute путин</code>, ссылка на сообщение или /mute ответом на пост.
mute-unknown = Не понял, что не присылать. Это может быть источник, язык, отслеживаемое имя или одно событие: <code>/mute source:bbc 3d</code>, <code>/mute lang:ru до 18:00</code>, <code>/mute путин</code> или ссылка на сообщение.
mute-enough = Больше нельзя; предел — { $number }. Весь список — /mute.
until = до { $when }
lift = Снова присылать { $place }
span-3h = 3 часа
span-1d = 1 день
span-7d = 7 дней
span-30d = 30 дней

forget-sure = <b>Забыть о вас всё?</b> Ваш выбор, подписки и запреты, что вам присылали и что вы искали, и всё, что к вам ещё идёт. Подписки групп остаются группам. Вернуть это будет нельзя.
forget-yes = Забыть меня
forget-no = Нет
forget-done = Готово. Я больше ничего о вас не знаю, и в моих файлах этого тоже нет.
forget-kept = Хорошо, всё остаётся как было.
forget-private = Спросите об этом в нашем личном чате.

settings = Настройки
settings-language = Язык: { $language }
settings-zone = Часовой пояс: { $zone }
settings-digests = Дайджесты подписок: { $at }
settings-times = Время дайджестов…
settings-hint = Выберите ниже или напишите после команды часовой пояс либо время: <code>/settings Europe/Kyiv</code>, <code>/settings 08:00 20:00</code>.
settings-follow = Как в Telegram
settings-zones = Часовой пояс…
settings-saved = Сохранено
settings-no-zone = Часового пояса <i>{ $asked }</i> я не знаю. Напишите, например, <code>/settings Europe/Kyiv</code>.
settings-admins = Менять настройки группы могут только её администраторы.

command-search = найти новости: слова, имена, фразы, любым письмом
command-latest = последние события: обо всех или о некоторых
command-story = кто сообщил, заголовки сторон, как расходилось
command-trend = как часто кого-то упоминали: график и числа
command-source = кто стоит за изданием и как его лента
command-cite = заголовок, издание, ссылка, время, версии
command-follow = подписаться на новое по запросу
command-following = подписки: какие есть и как приходят
command-mute = не присылать источник, язык, имя или событие
command-forgetme = удалить всё обо мне
command-why = почему сообщение отнесено именно так: ссылка, слова или ответ на пост
command-entities = кого отслеживает бот
command-settings = язык, часовой пояс, время дайджестов
command-help = о чём можно спросить

status = Состояние
status-failing = Лент с ошибками: { $number }, больше не опрашивается: { $count }
network-down = { $number ->
    [one] Похоже, не работает наша собственная сеть: с ошибкой сразу { $number } лента.
    [few] Похоже, не работает наша собственная сеть: с ошибкой сразу { $number } ленты.
   *[other] Похоже, не работает наша собственная сеть: с ошибкой сразу { $number } лент.
}
posts-pending = Постов ждёт отправки
posts-sending = Постов отправляется
posts-ambiguous = Постов под вопросом
posts-quarantined = Постов отложено
posts-sent = Постов отправлено
is-paused = приостановлен: { $reason }
last-digest = последний дайджест: { $when }
channel-paused = Канал { $channel } приостановлен до команды /resume.
channel-resumed = Канал { $channel } снова работает.
digest-composed = { $number ->
    [0] Нового для канала { $channel } нет.
    [one] Дайджест для канала { $channel } отправляется: { $number } пост.
    [few] Дайджест для канала { $channel } отправляется: { $number } поста.
   *[other] Дайджест для канала { $channel } отправляется: { $number } постов.
}
which-channel = Укажите канал после команды: { $names }.
quarantine = Отложено, сначала новое. <code>/quarantine 7 again</code> — отправить ещё раз, <code>/quarantine 7 drop</code> — отбросить.
quarantine-empty = Ничего не отложено.
quarantine-unknown = Отложенного поста с таким номером нет.
post-again = Пост { $post } отправляется ещё раз.
post-dropped = Пост { $post } отброшен.
item-hidden = Сообщение { $item } отозвано: { $reason }
post-retracted = { $number ->
    [one] Отозвано { $number } сообщение этого поста: { $reason }
    [few] Отозвано { $number } сообщения этого поста: { $reason }
   *[other] Отозвано { $number } сообщений этого поста: { $reason }
}
items-unhidden = { $number ->
    [one] Снова действует { $number } сообщение.
    [few] Снова действуют { $number } сообщения.
   *[many] Снова действуют { $number } сообщений.
}
story-split = Событие { $story } теперь отдельное.
stories-merged = Теперь всё это — событие { $story }.
hide-usage = Напишите номер сообщения (его показывает /why) и причину: <code>/hide 1234567890123456789 фальшивка</code>.
unhide-usage = Напишите номера сообщений, которые снова должны действовать, или ссылку на пост: <code>/unhide 1234567890123456789</code>.
retract-usage = Напишите ссылку на пост и причину: <code>/retract https://t.me/news/12 сообщение оказалось ложным</code>.
split-usage = Напишите номера сообщений, которые составляют отдельное событие: <code>/split 1234567890123456789</code>.
merge-usage = Напишите номера двух сообщений, события которых одно и то же: <code>/merge 1234567890123456789 1234567890123456780</code>.
nothing-there = С таким номером или ссылкой у меня ничего нет.
no-reason = редакцией
on-hold = Ничего не отправляется: { $reason }. Продолжить: <code>run_bot.py release</code> на сервере.
reloaded = Изменённые настройки вступают в силу.
reload-refused = Ничего не изменено. Ошибки в настройках:
addfeed-usage = Напишите адрес ленты или страницы, на которой она названа, и, если хотите, её имя: <code>/addfeed https://example.org/rss example</code>.
addfeed-refused = Это добавить нельзя: { $reason }
addfeed-known = Эта лента уже читается: { $feed }.
addfeed-sure = Читать её?
addfeed-yes = Добавить
addfeed-no = Не добавлять
feed-language = Язык: { $language }
feed-newest = последнее: { $when }
feed-owner = Считается одним голосом со всем, что на { $owner }.
feed-names = Из последних { $number } были бы отмечены:
feed-names-nobody = Никто из отслеживаемых не назван в последних { $number }.
feed-added = Лента { $feed } добавлена: { $url }
feed-unconfirmed = Теперь она бывает в дайджестах, но не поднимает тревог, пока её не подтвердит другой администратор: <code>/confirmfeed { $feed }</code>. Можно и на сервере: <code>run_bot.py feeds confirm { $feed }</code>.
feed-unconfirmed-alone = Теперь она бывает в дайджестах, но не поднимает тревог, пока её не подтвердят на сервере: другого администратора нет. <code>run_bot.py feeds confirm { $feed }</code>.
feed-confirm = Подтвердить: может поднимать тревогу
feed-confirmed = Лента { $feed } подтверждена и может поднимать тревогу: { $url }
confirmfeed-usage = Напишите имя ленты, которая ждёт подтверждения: { $names }
confirmfeed-own = Кто добавил ленту, тот не может её подтвердить. Это может другой администратор или сервер: <code>run_bot.py feeds confirm { $feed }</code>.
removefeed-usage = Напишите имя ленты, добавленной здесь: { $names }
removefeed-sure = Больше не читать { $feed } ({ $url })? Прочитанное останется.
removefeed-yes = Убрать
removefeed-no = Оставить
removefeed-file = { $feed } добавлена не здесь. Чтобы больше её не читать, впишите в config/local/feeds.toml, затем /reload:
feed-removed = Лента { $feed } больше не читается; прочитанное остаётся.
nothing-changed = Хорошо, всё остаётся как есть.
nothing-waits = Это уже не так.
command-status = что прочитано, что ждёт, что приостановлено
command-feeds = как дела у каждой ленты
command-pause = ничего не публиковать в канале до /resume
command-resume = снова публиковать в канале
command-digest = составить дайджест сейчас
command-quarantine = отложенные посты
command-retract = отозвать пост, указав причину
command-hide = отозвать сообщение, указав причину
command-unhide = вернуть отозванные сообщения
command-split = выделить сообщения в отдельное событие
command-merge = объединить два события
command-reload = применить изменённые настройки
command-addfeed = читать ленту, сначала посмотрев, что в ней
command-removefeed = больше не читать ленту, добавленную здесь
command-confirmfeed = разрешить тревоги ленте, добавленной другим
