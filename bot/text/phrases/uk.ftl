digest = Дайджест · { $when }
digest-morning = Ранковий дайджест · { $when }
digest-midday = Денний дайджест · { $when }
digest-evening = Вечірній дайджест · { $when }
digest-night = Нічний дайджест · { $when }
digest-catch-up = Дайджест пропущеного · { $when }
stories = { $number ->
    [one] { $number } подія
    [few] { $number } події
   *[other] { $number } подій
}
reports = { $number ->
    [one] { $number } повідомлення
    [few] { $number } повідомлення
   *[other] { $number } повідомлень
}
languages = { $number ->
    [one] { $number } мова
    [few] { $number } мови
   *[other] { $number } мов
}
outlets = { $number ->
    [one] { $number } видання
    [few] { $number } видання
   *[other] { $number } видань
}
single-source = одне джерело
more = Ще
was = було: { $was }
corrected = Виправлено
withdrawn = відкликано: { $reason }
one-story-with = одна подія з «{ $title }» вище
held-back = { $number ->
    [one] З минулого дайджесту затримано { $number } сповіщення; його подія нижче.
    [few] З минулого дайджесту затримано { $number } сповіщення; їхні події нижче.
   *[other] З минулого дайджесту затримано { $number } сповіщень; їхні події нижче.
}
older = { $number ->
    [one] Після перерви надійшло { $number } старе повідомлення; його знайде /search.
    [few] Після перерви надійшло { $number } старі повідомлення; їх знайде /search.
   *[other] Після перерви надійшло { $number } старих повідомлень; їх знайде /search.
}
recognised = Розпізнано, не переклад

alert-story = { $count ->
    [one] { $count } незалежне джерело за годину; у найбільших подій тут зазвичай { $usual }
    [few] { $count } незалежні джерела за годину; у найбільших подій тут зазвичай { $usual }
   *[other] { $count } незалежних джерел за годину; у найбільших подій тут зазвичай { $usual }
}
alert-entity = { $count ->
    [one] { $count } джерело за годину, тема: { $name }; зазвичай о цій порі: { $usual }
    [few] { $count } джерела за годину, тема: { $name }; зазвичай о цій порі: { $usual }
   *[other] { $count } джерел за годину, тема: { $name }; зазвичай о цій порі: { $usual }
}

week = Тиждень { $first } — { $last }
week-mentions = Повідомлень зі згадкою на день
week-line = { $name }: { $number } ({ $change })
week-new = уперше
week-peak = Найбільше { $day }: { $number }

just-now = щойно
minutes-ago = { $number } хв тому
hours-ago = { $number } год тому
state-run = державне
public = суспільне
private = приватне
independent = незалежне
exile = в еміграції
official = офіційне
ngo = НУО
unknown = без позначки

welcome = <b>Newswatch</b> читає стрічки новин багатьма мовами й показує, хто і що повідомив. Відстежуються: { $names }.
welcome-try = Напишіть ім’я чи будь-які слова або спробуйте /latest і /help.
nobody = поки ніхто
names-and-last = { $names } і { $last }
names-and-others = { $number ->
    [one] { $names } і ще { $number }
    [few] { $names } і ще { $number }
   *[other] { $names } і ще { $number }
}
help = <b>Про що можна запитати</b>
    /search <i>слова</i> — будь-яке слово будь-яким письмом: <code>/search вагнер</code>
    <code>/search "відкритий лист" -теніс</code> — фраза, але без цього слова
    <code>/search entity:assad lang:ar since:7d</code> — одне ім’я, одна мова, один тиждень
    /latest — найновіше; <code>/latest путін асад</code> — лише про цих людей
    /story <i>слова чи посилання</i> — хто повідомив, як назвала кожна сторона, як поширювалося
    /trend — як часто когось згадують: <code>/trend путін 30d</code>
    /source — хто стоїть за виданням: <code>/source bbc</code>
    /cite <i>посилання чи номер</i> — що процитувати, навіть якщо тексту давно немає
    /why <i>посилання чи слова</i> або відповіддю на допис — чому повідомлення віднесено саме так
    /entities — кого відстежує бот
    /follow <i>слова</i> — нове надходить само, одразу або дайджестом; /following, /mute
    /settings — мова, часовий пояс, час дайджестів; /forgetme
    У будь-якому іншому чаті наберіть <code>@{ $bot } путін</code> і виберіть подію. Ім’я, яке відстежується, знаходиться всіма письмами, хоч би яким ви його набрали. В особистому чаті досить просто написати слова.
not-understood = Команди <i>{ $said }</i> я не знаю. Щоб щось знайти, просто напишіть слова; докладніше — /help.
failed = На жаль, не вийшло. Спробуйте ще раз за хвилину.
slow-down = Так швидко відповідати я не встигаю. Зачекайте, будь ласка, хвилину.
link-unknown = За цим посиланням у мене вже нічого немає. Нове — /latest, про що можна запитати — /help.
and-more = … і ще { $number }
back = ‹ Назад
next = Далі ›
expired = Цим сторінкам понад добу. Запитайте, будь ласка, ще раз.
not-yours = Гортати може лише той, хто запитував.

search-usage = Напишіть після команди, що шукати: <code>/search путін</code>. Докладніше — /help.
nothing-found = нічого не знайдено
more-than = понад { $reports }
showing-instead = За запитом <i>{ $asked }</i> нічого немає; показано <b>{ $corrected }</b>.
sort-new = Спершу нові
sort-best = Спершу найкращі
one-language = Лише { $language }
all-languages = Усі мови
literally = Саме «{ $asked }»
story-link = подія
in-every-script = { $names }: знайдено всіма письмами.
feeds = { $number ->
    [one] { $number } стрічка
    [few] { $number } стрічки
   *[other] { $number } стрічок
}
searched = Переглянуто заголовки й анотації: { $read }.
since-day = починаючи з { $day }
not-answering = { $number ->
    [one] { $number } зараз не відповідає
    [few] { $number } зараз не відповідають
   *[other] { $number } зараз не відповідають
}
remark-cut = { $number ->
    [one] прочитано лише перший { $number } знак
    [few] прочитано лише перші { $number } знаки
   *[other] прочитано лише перші { $number } знаків
}
remark-open-quotation = лапки не закрито: прочитано до кінця
remark-open-bracket = дужку не закрито: прочитано до кінця
remark-stray-bracket = закривну дужку без відкривної пропущено
remark-one-sided = біля { $value } з одного боку нічого немає, пропущено
remark-empty-exclusion = виняток без слова пропущено
remark-too-deep = межа вкладеності дужок — { $number }: глибші пропущено
remark-nothing-in = тут нічого шукати: { $value }
remark-empty-quotation = порожню цитату пропущено
remark-too-many-words = { $number ->
    [one] прочитано лише { $number } слово
    [few] прочитано лише перші { $number } слова
   *[other] прочитано лише перші { $number } слів
}
remark-short-beginning = { $number ->
    [one] для початку слова потрібна { $number } літера: { $value } шукалося як слово
    [few] для початку слова потрібні { $number } літери: { $value } шукалося як слово
   *[other] для початку слова потрібно { $number } літер: { $value } шукалося як слово
}
remark-no-value = { $value }: без значення, пропущено
remark-sort = sort: буває new і best, але не { $value }
remark-date = { $field }: потрібна дата на зразок 2024-03-01, 7d або today, а не { $value }
remark-not-tracked = { $value } не відстежується: шукалося як слово
remark-language-code = lang: потрібен код на зразок ar або uk, а не { $value }
remark-no-language = lang:{ $value } — такої мови немає
remark-country-code = country: потрібен код на зразок ua, а не { $value }

latest = Останнє
latest-nothing = Поки нічого. Нові події з’являться тут, щойно їх буде прочитано.
followed-here = Відстежуються
nobody-followed = Поки ніхто не відстежується.
reports-in-week = { $number ->
    [one] { $number } повідомлення за 7 днів
    [few] { $number } повідомлення за 7 днів
   *[other] { $number } повідомлень за 7 днів
}
not-followed = <i>{ $asked }</i> тут не відстежується. Відстежуються: { $names }. Будь-яке слово можна знайти через /search.
others-listed = та інші, див. /entities
a-copy = повторює інше повідомлення
which-report = Там кілька повідомлень. Запитайте про одне або дайте відповідь ще раз, указавши його номер, наприклад { $example }:
no-report = Такого повідомлення чи події в мене немає: я його не читав, ще не розібрав, або його відкликано.
usage-story = Дайте відповідь командою /story на допис чи мій список або напишіть після команди номер події, посилання чи слова: <code>/story путін тула</code>.
first-report = перше повідомлення { $when }
second-owner = другий власник за { $span }
second-language = друга мова за { $span }
span-minutes = { $number } хв
span-hours = { $number } год
span-days = { $number } дн.
later = за { $span }
sides = Як назвала кожна сторона
side-ukrainian = Українські
side-state-run = Державні
side-exile = У вигнанні
side-arab = Арабські
side-western = Західні
side-international = Міжнародні
cite-button = Цитувати
story-button = ‹ Подія

# Cite
usage-cite = Дайте відповідь командою /cite на допис чи мій список або напишіть після команди номер чи посилання: <code>/cite https://example.org/news/1</code>.
citation = Для цитування
text-gone = Текст більше не зберігається, а це залишилося.
published-at = Опубліковано: { $when }
seen-at = Уперше помічено: { $when }
was-until = До { $when }: { $title }
report-number = Номер: { $report }

# Trend
trend-usage = Напишіть після команди ім’я і, якщо хочете, за який час: <code>/trend путін 30d</code>. Зрозумілі 7d, 4w, 3m та 1y.
trend-step = { $number ->
    [one] Повідомлень зі згадкою за { $number } день від кожної дати
    [few] Повідомлень зі згадкою за { $number } дні від кожної дати
   *[other] Повідомлень зі згадкою за { $number } днів від кожної дати
}

# Source
source-usage = Напишіть після команди назву видання: <code>/source bbc</code>. { $number ->
    [one] Читається { $number } стрічка.
    [few] Читаються { $number } стрічки.
   *[other] Читається { $number } стрічок.
}
source-unknown = Видання <i>{ $asked }</i> я не читаю. Підійде будь-яке слово з назви чи імені власника або адреса.
perhaps = Можливо, { $names }?
source-which = { $number ->
    [one] Так називається { $number } стрічка. Запитайте про неї:
    [few] Так називаються { $number } стрічки. Запитайте про одну:
   *[other] Так називаються { $number } стрічок. Запитайте про одну:
}
source-owner = Власник: { $owner }
source-label = Позначка: { $label }, підстава: { $basis }
source-feed = Стрічка:
last-read = прочитано { $when }
last-news = остання новина { $when }
feed-new = ще не прочитано
feed-fine = усе гаразд
feed-failing = зараз не відповідає
feed-silent = незвично мовчить
feed-moved = переїхала на адресу іншого власника
feed-dead = більше не відповідає
feed-double = та сама адреса, що в іншої стрічки
feed-off = вимкнено

# Inline mode
inline-nothing = Нічого не знайдено. Шукати в чаті зі мною

usage-why = Дайте відповідь командою /why на допис чи список бота або напишіть після команди посилання чи кілька слів із повідомлення: <code>/why путін тула</code>.
why-unknown = Такого повідомлення в мене немає: я його не читав, ще не розібрав або більше не зберігаю його текст, а без тексту нічого не пояснити.
why-head = Чому
why-nobody = Жодної форми імені, яке відстежується, у ньому немає.
why-before = Від часу прочитання, за інших налаштувань, зараховано: { $names }.
why-senseless = Під час читання враховувався і зміст усього тексту; його більше не зберігають.
verdict-mention = згадано
verdict-possible = лише можливо, не публікується
verdict-rejected = не згадано
verdict-counted = під час читання зараховано; за теперішніми налаштуваннями: { $verdict }
verdict-not-counted = під час читання не зараховано; за теперішніми налаштуваннями: { $verdict }
place-title = «{ $surface }» у заголовку, { $score }, потрібно понад { $line }: { $clues }
place-summary = «{ $surface }» в анотації, { $score }, потрібно понад { $line }: { $clues }
place-text = «{ $surface }» у тексті, { $score }, потрібно понад { $line }: { $clues }
no-clue = ознак немає
more-places = { $number ->
    [one] і ще в { $number } місці
    [few] і ще у { $number } місцях
   *[other] і ще в { $number } місцях
}
why-story = Подія
story-alone = стоїть окремо: достатньо близьких повідомлень не знайшлося.
story-with = { $number ->
    [one] разом із ще { $number } повідомленням про те саме.
    [few] разом із ще { $number } повідомленнями про те саме.
   *[other] разом із ще { $number } повідомленнями про те саме.
}
story-founded = { $number ->
    [one] разом із ще { $number } повідомленням про те саме; це було першим.
    [few] разом із ще { $number } повідомленнями про те саме; це було першим.
   *[other] разом із ще { $number } повідомленнями про те саме; це було першим.
}
repeats-another = Повторює текст іншого повідомлення.
in-common = Спільне з { $report }: { $shared }.
in-common-sense = слова або зміст, але не імена й не місця

# Підписки
follow-new = Нове за вашими підписками
follow-more = { $number ->
    [one] Відповідає ще { $number } подія; її знайде /search.
    [few] Відповідають ще { $number } події; їх знайде /search.
   *[other] Відповідає ще { $number } подій; їх знайде /search.
}
follow-this = 🔔 Підписатися на цей пошук
follow-usage = Напишіть після команди, на що підписатися, — так само, як для пошуку: <code>/follow путін lang:ar</code>.
follow-admins = У групі підписки можуть змінювати лише адміністратори.
follow-nothing = Нові повідомлення не можуть цьому відповідати.
follow-enough = { $number ->
    [one] Більше не можна: тут можлива лише { $number } підписка. Усі вони — /following.
    [few] Більше не можна: тут можливо лише { $number } підписки. Усі вони — /following.
   *[other] Більше не можна: тут можливо лише { $number } підписок. Усі вони — /following.
}
follow-how = Надсилати нове одразу чи збирати в дайджест о { $at }?
follow-many = Це багато: дайджест о { $at } зібрав би все разом.
rate-day = { $number ->
    [one] Було б близько { $shown } події на день.
   *[other] Було б близько { $shown } подій на день.
}
rate-fortnight = { $number ->
    [one] За два тижні була б { $number } подія.
    [few] За два тижні було б { $number } події.
   *[other] За два тижні було б { $number } подій.
}
rate-none = За останні два тижні не надійшло б нічого.
at-once = Одразу
as-digest = Дайджестом
not-at-all = Не треба
followed-o = Підписка на <b>{ $query }</b>: нове надходить одразу. Переглянути й змінити — /following.
followed-d = Підписка на <b>{ $query }</b>: нове надходить дайджестом о { $at }. Переглянути й змінити — /following.
followed-not = Гаразд, підписки не буде.
unfollowed = Підписки на <b>{ $query }</b> більше немає.
unfollow-unknown = Такої підписки тут немає. Які є — /following.
which-zone = У якому часовому поясі починаються ваші дні? Натисніть або напишіть <code>/settings Europe/Kyiv</code> і спитайте ще раз.
following = Підписки
following-nothing = Поки жодної. <code>/follow путін lang:ar</code> підписує на пошук, як і кнопка під його результатами.
told-at-once = одразу
told-as-digest = дайджестом
digests-at = Дайджести надходять о { $at } ({ $zone }); змінити — /settings.

muted = Не надсилається
muted-nothing = Надсилається все.
muted-now = { $what }: не надсилається, доки не настане { $until }. Увесь список — /mute.
mute-until = { $what }: не надсилати як довго?
mute-usage = <code>/mute source:bbc 3d</code>, <code>/mute lang:ru до 18:00</code>, <code>/mute путін</code>, посилання на повідомлення або /mute відповіддю на допис.
mute-unknown = Не зрозумів, чого не надсилати. Це може бути джерело, мова, ім’я, яке відстежується, або одна подія: <code>/mute source:bbc 3d</code>, <code>/mute lang:ru до 18:00</code>, <code>/mute путін</code> чи посилання на повідомлення.
mute-enough = Більше не можна; межа — { $number }. Увесь список — /mute.
until = до { $when }
lift = Знову надсилати { $place }
span-3h = 3 години
span-1d = 1 день
span-7d = 7 днів
span-30d = 30 днів

forget-sure = <b>Забути про вас усе?</b> Ваш вибір, підписки й заборони, що вам надсилали й що ви шукали, і все, що до вас іще йде. Підписки груп лишаються групам. Повернути це буде неможливо.
forget-yes = Забути мене
forget-no = Ні
forget-done = Готово. Я більше нічого про вас не знаю, і в моїх файлах цього теж немає.
forget-kept = Гаразд, усе лишається як було.
forget-private = Спитайте про це в нашому особистому чаті.

settings = Налаштування
settings-language = Мова: { $language }
settings-zone = Часовий пояс: { $zone }
settings-digests = Дайджести підписок: { $at }
settings-times = Час дайджестів…
settings-hint = Виберіть нижче або напишіть після команди часовий пояс чи час: <code>/settings Europe/Kyiv</code>, <code>/settings 08:00 20:00</code>.
settings-follow = Як у Telegram
settings-zones = Часовий пояс…
settings-saved = Збережено
settings-no-zone = Часового поясу <i>{ $asked }</i> я не знаю. Напишіть, наприклад, <code>/settings Europe/Kyiv</code>.
settings-admins = Змінювати налаштування групи можуть лише її адміністратори.

command-search = знайти новини: слова, імена, фрази, будь-яким письмом
command-latest = останні події: про всіх або про декого
command-story = хто повідомив, заголовки сторін, як поширювалося
command-trend = як часто когось згадували: графік і числа
command-source = хто стоїть за виданням і як його стрічка
command-cite = заголовок, видання, посилання, час, версії
command-follow = підписатися на нове за запитом
command-following = підписки: які є і як надходять
command-mute = не надсилати джерело, мову, ім’я чи подію
command-forgetme = видалити все про мене
command-why = чому повідомлення віднесено саме так: посилання, слова або відповідь на допис
command-entities = кого відстежує бот
command-settings = мова, часовий пояс, час дайджестів
command-help = про що можна запитати

status = Стан
status-failing = Стрічок із помилками: { $number }, більше не опитується: { $count }
network-down = { $number ->
    [one] Схоже, не працює наша власна мережа: з помилкою одразу { $number } стрічка.
    [few] Схоже, не працює наша власна мережа: з помилкою одразу { $number } стрічки.
   *[other] Схоже, не працює наша власна мережа: з помилкою одразу { $number } стрічок.
}
posts-pending = Дописів чекає на надсилання
posts-sending = Дописів надсилається
posts-ambiguous = Дописів під питанням
posts-quarantined = Дописів відкладено
posts-sent = Дописів надіслано
is-paused = призупинено: { $reason }
last-digest = останній дайджест: { $when }
channel-paused = Канал { $channel } призупинено до команди /resume.
channel-resumed = Канал { $channel } знову працює.
digest-composed = { $number ->
    [0] Нового для каналу { $channel } немає.
    [one] Дайджест для каналу { $channel } надсилається: { $number } допис.
    [few] Дайджест для каналу { $channel } надсилається: { $number } дописи.
   *[other] Дайджест для каналу { $channel } надсилається: { $number } дописів.
}
which-channel = Укажіть канал після команди: { $names }.
quarantine = Відкладено, спершу нове. <code>/quarantine 7 again</code> — надіслати ще раз, <code>/quarantine 7 drop</code> — відкинути.
quarantine-empty = Нічого не відкладено.
quarantine-unknown = Відкладеного допису з таким номером немає.
post-again = Допис { $post } надсилається ще раз.
post-dropped = Допис { $post } відкинуто.
item-hidden = Повідомлення { $item } відкликано: { $reason }
post-retracted = { $number ->
    [one] Відкликано { $number } повідомлення цього допису: { $reason }
    [few] Відкликано { $number } повідомлення цього допису: { $reason }
   *[other] Відкликано { $number } повідомлень цього допису: { $reason }
}
items-unhidden = { $number ->
    [one] Знову діє { $number } повідомлення.
    [few] Знову діють { $number } повідомлення.
   *[many] Знову діють { $number } повідомлень.
}
story-split = Подія { $story } тепер окрема.
stories-merged = Тепер усе це — подія { $story }.
hide-usage = Напишіть номер повідомлення (його показує /why) і причину: <code>/hide 1234567890123456789 фейк</code>.
unhide-usage = Напишіть номери повідомлень, які знову мають діяти, або посилання на допис: <code>/unhide 1234567890123456789</code>.
retract-usage = Напишіть посилання на допис і причину: <code>/retract https://t.me/news/12 повідомлення виявилося неправдивим</code>.
split-usage = Напишіть номери повідомлень, що становлять окрему подію: <code>/split 1234567890123456789</code>.
merge-usage = Напишіть номери двох повідомлень, події яких — одне й те саме: <code>/merge 1234567890123456789 1234567890123456780</code>.
nothing-there = З таким номером чи посиланням у мене нічого немає.
no-reason = редакцією
on-hold = Нічого не надсилається: { $reason }. Продовжити: <code>run_bot.py release</code> на сервері.
reloaded = Змінені налаштування набувають чинності.
reload-refused = Нічого не змінено. Помилки в налаштуваннях:
addfeed-usage = Напишіть адресу стрічки або сторінки, на якій її названо, і, якщо хочете, її ім’я: <code>/addfeed https://example.org/rss example</code>.
addfeed-refused = Це додати не можна: { $reason }
addfeed-known = Цю стрічку вже читають: { $feed }.
addfeed-sure = Читати її?
addfeed-yes = Додати
addfeed-no = Не додавати
feed-language = Мова: { $language }
feed-newest = останнє: { $when }
feed-owner = Рахується одним голосом з усім, що на { $owner }.
feed-names = З останніх { $number } були б позначені:
feed-names-nobody = Нікого з тих, за ким стежать, не названо в останніх { $number }.
feed-added = Стрічку { $feed } додано: { $url }
feed-unconfirmed = Тепер вона буває в дайджестах, але не здіймає тривог, доки її не підтвердить інший адміністратор: <code>/confirmfeed { $feed }</code>. Можна й на сервері: <code>run_bot.py feeds confirm { $feed }</code>.
feed-unconfirmed-alone = Тепер вона буває в дайджестах, але не здіймає тривог, доки її не підтвердять на сервері: іншого адміністратора немає. <code>run_bot.py feeds confirm { $feed }</code>.
feed-confirm = Підтвердити: може здіймати тривогу
feed-confirmed = Стрічку { $feed } підтверджено, вона може здіймати тривогу: { $url }
confirmfeed-usage = Напишіть ім’я стрічки, що чекає підтвердження: { $names }
confirmfeed-own = Хто додав стрічку, той не може її підтвердити. Це може інший адміністратор або сервер: <code>run_bot.py feeds confirm { $feed }</code>.
removefeed-usage = Напишіть ім’я стрічки, доданої тут: { $names }
removefeed-sure = Більше не читати { $feed } ({ $url })? Прочитане залишиться.
removefeed-yes = Прибрати
removefeed-no = Залишити
removefeed-file = { $feed } додано не тут. Щоб більше її не читати, впишіть у config/local/feeds.toml, потім /reload:
feed-removed = Стрічку { $feed } більше не читають; прочитане залишається.
nothing-changed = Гаразд, усе залишається як є.
nothing-waits = Це вже не так.
command-status = що прочитано, що чекає, що призупинено
command-feeds = як справи в кожної стрічки
command-pause = нічого не публікувати в каналі до /resume
command-resume = знову публікувати в каналі
command-digest = скласти дайджест зараз
command-quarantine = відкладені дописи
command-retract = відкликати допис, указавши причину
command-hide = відкликати повідомлення, указавши причину
command-unhide = повернути відкликані повідомлення
command-split = виділити повідомлення в окрему подію
command-merge = об’єднати дві події
command-reload = застосувати змінені налаштування
command-addfeed = читати стрічку, спершу глянувши, що в ній
command-removefeed = більше не читати стрічку, додану тут
command-confirmfeed = дозволити тривоги стрічці, яку додав інший
