digest = الموجز · { $when }
digest-morning = موجز الصباح · { $when }
digest-midday = موجز الظهيرة · { $when }
digest-evening = موجز المساء · { $when }
digest-night = موجز الليل · { $when }
digest-catch-up = موجز ما فات · { $when }
stories = { $number ->
    [one] حدث واحد
    [two] حدثان
    [few] { $number } أحداث
    [many] { $number } حدثًا
   *[other] { $number } حدث
}
reports = { $number ->
    [one] خبر واحد
    [two] خبران
    [few] { $number } أخبار
    [many] { $number } خبرًا
   *[other] { $number } خبر
}
languages = { $number ->
    [one] لغة واحدة
    [two] لغتان
    [few] { $number } لغات
    [many] { $number } لغة
   *[other] { $number } لغة
}
outlets = { $number ->
    [one] وسيلة إعلام واحدة
    [two] وسيلتا إعلام
    [few] { $number } وسائل إعلام
    [many] { $number } وسيلة إعلام
   *[other] { $number } وسيلة إعلام
}
single-source = مصدر واحد
more = المزيد
was = كان: { $was }
corrected = تصحيح
withdrawn = سُحب: { $reason }
one-story-with = حدث واحد مع «{ $title }» أعلاه
held-back = { $number ->
    [one] أُجّل تنبيه واحد منذ الموجز السابق، وحدثه أدناه.
    [two] أُجّل تنبيهان منذ الموجز السابق، وحدثاهما أدناه.
    [few] أُجّلت { $number } تنبيهات منذ الموجز السابق، وأحداثها أدناه.
   *[other] أُجّل { $number } تنبيهًا منذ الموجز السابق، وأحداثها أدناه.
}
older = { $number ->
    [one] وصل خبر قديم واحد بعد انقطاع، ويمكن إيجاده عبر /search.
    [two] وصل خبران قديمان بعد انقطاع، ويمكن إيجادهما عبر /search.
    [few] وصلت { $number } أخبار قديمة بعد انقطاع، ويمكن إيجادها عبر /search.
   *[other] وصل { $number } خبرًا قديمًا بعد انقطاع، ويمكن إيجادها عبر /search.
}
recognised = ما جرى التعرّف عليه، وليس ترجمة

alert-story = { $count ->
    [few] { $count } مصادر مستقلة خلال ساعة؛ والمعتاد لأكبر الأحداث هنا { $usual }
   *[other] { $count } مصدرًا مستقلًا خلال ساعة؛ والمعتاد لأكبر الأحداث هنا { $usual }
}
alert-entity = { $count ->
    [few] { $count } مصادر عن { $name } خلال ساعة؛ والمعتاد في هذا الوقت: { $usual }
   *[other] { $count } مصدرًا عن { $name } خلال ساعة؛ والمعتاد في هذا الوقت: { $usual }
}

week = الأسبوع من { $first } إلى { $last }
week-mentions = عدد الأخبار التي تذكرهم يوميًا
week-line = { $name }: { $number } ({ $change })
week-new = جديد
week-peak = الأكثر يوم { $day }: { $number }

just-now = الآن
minutes-ago = قبل { $number } د
hours-ago = قبل { $number } س
state-run = حكومية
public = عمومية
private = خاصة
independent = مستقلة
exile = في المنفى
official = رسمية
ngo = منظمة غير حكومية
unknown = بلا تصنيف

welcome = يقرأ <b>Newswatch</b> مصادر الأخبار بلغات كثيرة ويخبرك مَن نشر ماذا. قيد المتابعة: { $names }.
welcome-try = اكتب اسمًا أو أي كلمات، أو جرّب /latest و /help.
nobody = لا أحد بعد
names-and-last = { $names } و{ $last }
names-and-others = { $number ->
    [one] { $names } وواحد آخر
    [two] { $names } واثنان آخران
    [few] { $names } و{ $number } آخرون
   *[other] { $names } و{ $number } آخرون
}
help = <b>ما الذي يمكنك السؤال عنه</b>
    /search <i>كلمات</i> — أي كلمة وبأي كتابة: <code>/search вагнер</code>
    <code>/search "رسالة مفتوحة" -تنس</code> — عبارة من دون هذه الكلمة
    <code>/search entity:assad lang:ar since:7d</code> — اسم واحد، لغة واحدة، أسبوع واحد
    /latest — أحدث الأحداث؛ <code>/latest بوتين الأسد</code> — عن هؤلاء فقط
    /story <i>كلمات أو رابط</i> — مَن نشر الخبر، وبأي عنوان لدى كل طرف، وكيف انتشر
    /trend — كم مرة يُذكر أحدهم: <code>/trend بوتين 30d</code>
    /source — مَن وراء وسيلة إعلام: <code>/source bbc</code>
    /cite <i>رابط أو رقم</i> — ما تستشهد به، حتى مما زال نصّه
    /why <i>رابط أو كلمات</i>، أو ردًّا على منشور — لماذا صُنّف الخبر هكذا
    /entities — مَن يتابعهم البوت
    /follow <i>كلمات</i> — يصلك الجديد فورًا أو في موجز؛ /following و/mute
    /settings — اللغة والمنطقة الزمنية وأوقات الموجز؛ /forgetme
    في أي محادثة أخرى اكتب <code>@{ $bot } بوتين</code> واختر حدثًا. الاسم المتابَع يُعثر عليه بكل الكتابات أيًّا كانت الكتابة التي استعملتها. في المحادثة الخاصة تكفي الكلمات وحدها للبحث.
not-understood = لا أعرف الأمر <i>{ $said }</i>. للبحث اكتب الكلمات فحسب؛ وللمزيد /help.
failed = عذرًا، لم ينجح ذلك الآن. حاول مرة أخرى بعد دقيقة.
slow-down = هذا أسرع مما أستطيع الإجابة عنه. انتظر دقيقة من فضلك.
link-unknown = لم يعد لديّ ما يقود إليه هذا الرابط. الجديد في /latest، وما يمكنك السؤال عنه في /help.
and-more = … و{ $number } غيرها
back = › السابق
next = التالي ‹
expired = مضى على هذه الصفحات أكثر من يوم. اسأل مجددًا من فضلك.
not-yours = لا يقلّب هذه الصفحات إلا من سأل.

search-usage = اكتب بعد الأمر ما تبحث عنه: <code>/search بوتين</code>. وللمزيد /help.
nothing-found = لا نتائج
more-than = أكثر من { $reports }
showing-instead = لا نتائج لـ<i>{ $asked }</i>؛ هذه نتائج <b>{ $corrected }</b>.
sort-new = الأحدث أولًا
sort-best = الأنسب أولًا
one-language = { $language } فقط
all-languages = كل اللغات
literally = ”{ $asked }“ كما هي
story-link = الحدث
in-every-script = { $names }: بكل الكتابات.
feeds = { $number ->
    [zero] لا مصادر
    [one] مصدر واحد
    [two] مصدران
    [few] { $number } مصادر
    [many] { $number } مصدرًا
   *[other] { $number } مصدر
}
searched = جرى البحث في العناوين والملخصات: { $read }.
since-day = منذ { $day }
not-answering = { $number ->
    [one] مصدر واحد لا يجيب الآن
    [two] مصدران لا يجيبان الآن
    [few] { $number } مصادر لا تجيب الآن
    [many] { $number } مصدرًا لا تجيب الآن
   *[other] { $number } مصدر لا تجيب الآن
}
remark-cut = { $number ->
    [few] قُرئت أول { $number } أحرف فقط
    [many] قُرئ أول { $number } حرفًا فقط
   *[other] قُرئ أول { $number } حرف فقط
}
remark-open-quotation = لم تُغلق علامة الاقتباس: قُرئ النص إلى آخره
remark-open-bracket = لم يُغلق القوس: قُرئ النص إلى آخره
remark-stray-bracket = أُهمل قوس إغلاق لا يقابله قوس فتح
remark-one-sided = لا شيء على أحد جانبي { $value }، فأُهمل
remark-empty-exclusion = أُهمل استثناء من دون كلمة
remark-too-deep = حدّ تداخل الأقواس { $number }: أُهمل ما هو أعمق
remark-nothing-in = لا شيء للبحث عنه في: { $value }
remark-empty-quotation = أُهمل اقتباس فارغ
remark-too-many-words = { $number ->
    [few] قُرئت أول { $number } كلمات فقط
    [many] قُرئت أول { $number } كلمة فقط
   *[other] قُرئت أول { $number } كلمة فقط
}
remark-short-beginning = { $number ->
    [few] بداية الكلمة تحتاج إلى { $number } أحرف: جرى البحث عن { $value } ككلمة
    [many] بداية الكلمة تحتاج إلى { $number } حرفًا: جرى البحث عن { $value } ككلمة
   *[other] بداية الكلمة تحتاج إلى { $number } حرف: جرى البحث عن { $value } ككلمة
}
remark-no-value = { $value }: من دون قيمة، فأُهمل
remark-sort = sort: يقبل new و best، لا { $value }
remark-date = { $field }: يحتاج إلى تاريخ مثل 2024-03-01 أو 7d أو today، لا { $value }
remark-not-tracked = الاسم { $value } ليس قيد المتابعة: جرى البحث عنه ككلمة
remark-language-code = lang: يحتاج إلى رمز مثل ar أو uk، لا { $value }
remark-no-language = lang:{ $value }: لا لغة بهذا الرمز
remark-country-code = country: يحتاج إلى رمز مثل ua، لا { $value }

latest = الأحدث
latest-nothing = لا شيء بعد. تظهر الأحداث الجديدة هنا فور قراءتها.
followed-here = قيد المتابعة
nobody-followed = لا أحد قيد المتابعة بعد.
reports-in-week = { $number ->
    [zero] لا أخبار خلال 7 أيام
    [one] خبر واحد خلال 7 أيام
    [two] خبران خلال 7 أيام
    [few] { $number } أخبار خلال 7 أيام
    [many] { $number } خبرًا خلال 7 أيام
   *[other] { $number } خبر خلال 7 أيام
}
not-followed = <i>{ $asked }</i> ليس قيد المتابعة هنا. قيد المتابعة: { $names }. ويمكن البحث عن أي كلمة بالأمر /search.
others-listed = وآخرون، انظر /entities
a-copy = يكرّر خبرًا آخر
which-report = هناك عدة أخبار. اسأل عن واحد منها، أو أجب مرة أخرى بذكر رقمه مثل { $example }:
no-report = ليس لديّ خبر أو حدث كهذا: إما أنني لم أقرأه أو لم أحلّله بعد أو أنه سُحب.
usage-story = أجب بالأمر /story على منشور أو على إحدى قوائمي، أو اكتب بعد الأمر رقم الحدث أو رابطًا أو كلمات: <code>/story بوتين تولا</code>.
first-report = أول خبر { $when }
second-owner = المالك الثاني بعد { $span }
second-language = اللغة الثانية بعد { $span }
span-minutes = { $number } د
span-hours = { $number } س
span-days = { $number } ي
later = بعد { $span }
sides = كيف عنونه كل طرف
side-ukrainian = أوكرانية
side-state-run = حكومية
side-exile = في المنفى
side-arab = عربية
side-western = غربية
side-international = دولية
cite-button = استشهاد
story-button = ‹ الحدث

# Cite
usage-cite = أجب بالأمر /cite على منشور أو على إحدى قوائمي، أو اكتب بعد الأمر رقمًا أو رابطًا: <code>/cite https://example.org/news/1</code>.
citation = للاستشهاد
text-gone = لم يعد النص محفوظًا، وبقي هذا.
published-at = نُشر: { $when }
seen-at = رُصد أول مرة: { $when }
was-until = حتى { $when }: { $title }
report-number = الرقم: { $report }

# Trend
trend-usage = اكتب بعد الأمر اسمًا والمدة إن شئت: <code>/trend بوتين 30d</code>. المفهوم: 7d و4w و3m و1y.
trend-step = { $number ->
    [zero] عدد الأخبار التي تذكرهم خلال { $number } يوم من كل تاريخ
    [one] عدد الأخبار التي تذكرهم خلال يوم من كل تاريخ
    [two] عدد الأخبار التي تذكرهم خلال يومين من كل تاريخ
    [few] عدد الأخبار التي تذكرهم خلال { $number } أيام من كل تاريخ
    [many] عدد الأخبار التي تذكرهم خلال { $number } يومًا من كل تاريخ
   *[other] عدد الأخبار التي تذكرهم خلال { $number } يوم من كل تاريخ
}

# Source
source-usage = اكتب اسم وسيلة الإعلام بعد الأمر: <code>/source bbc</code>. عدد المصادر المقروءة: { $number }.
source-unknown = لا أقرأ وسيلة إعلام باسم <i>{ $asked }</i>. تكفي أي كلمة من العنوان أو من اسم المالك أو العنوان الإلكتروني.
perhaps = لعلك تقصد { $names }؟
source-which = عدد المصادر بهذا الاسم: { $number }. اسأل عن واحد منها:
source-owner = المالك: { $owner }
source-label = التصنيف: { $label }، بناءً على: { $basis }
source-feed = الرابط:
last-read = آخر قراءة { $when }
last-news = آخر خبر { $when }
feed-new = لم يُقرأ بعد
feed-fine = على ما يرام
feed-failing = لا يستجيب الآن
feed-silent = صامت على غير العادة
feed-moved = انتقل إلى عنوان مالك آخر
feed-dead = لم يعد يستجيب
feed-double = العنوان نفسه لمصدر آخر
feed-off = موقوف

# Inline mode
inline-nothing = لا نتائج. ابحث في المحادثة معي

usage-why = أجب بـ /why على منشور أو قائمة من البوت، أو اكتب بعد الأمر رابط الخبر أو بعض كلماته: <code>/why بوتين تولا</code>.
why-unknown = ليس لديّ خبر كهذا: إما أنني لم أقرأه أو لم أحلّله بعد أو لم أعد أحتفظ بنصّه، ولا تفسير من دون النص.
why-head = لماذا
why-nobody = لا ترد فيه أي صيغة لاسم قيد المتابعة.
why-before = احتُسب منذ قراءته، وفق إعدادات أخرى، لـ: { $names }.
why-senseless = رُوعي عند القراءة معنى النص كله أيضًا، ولم يعد محفوظًا.
verdict-mention = مذكور
verdict-possible = محتمل فقط، ولا يُنشر
verdict-rejected = غير مذكور
verdict-counted = احتُسب عند القراءة؛ وبالإعدادات الحالية: { $verdict }
verdict-not-counted = لم يُحتسب عند القراءة؛ وبالإعدادات الحالية: { $verdict }
place-title = «{ $surface }» في العنوان، { $score }، والمطلوب أكثر من { $line }: { $clues }
place-summary = «{ $surface }» في الملخص، { $score }، والمطلوب أكثر من { $line }: { $clues }
place-text = «{ $surface }» في النص، { $score }، والمطلوب أكثر من { $line }: { $clues }
no-clue = لا قرائن
more-places = { $number ->
    [one] وفي موضع آخر
    [two] وفي موضعين آخرين
    [few] وفي { $number } مواضع أخرى
    [many] وفي { $number } موضعًا آخر
   *[other] وفي { $number } موضع آخر
}
why-story = الحدث
story-alone = خبر منفرد: لم يكن خبر آخر قريبًا منه بما يكفي.
story-with = { $number ->
    [one] مع خبر آخر عن الحدث نفسه.
    [two] مع خبرين آخرين عن الحدث نفسه.
    [few] مع { $number } أخبار أخرى عن الحدث نفسه.
    [many] مع { $number } خبرًا آخر عن الحدث نفسه.
   *[other] مع { $number } خبر آخر عن الحدث نفسه.
}
story-founded = { $number ->
    [one] مع خبر آخر عن الحدث نفسه، وكان هذا أولهما.
    [two] مع خبرين آخرين عن الحدث نفسه، وكان هذا أولها.
    [few] مع { $number } أخبار أخرى عن الحدث نفسه، وكان هذا أولها.
    [many] مع { $number } خبرًا آخر عن الحدث نفسه، وكان هذا أولها.
   *[other] مع { $number } خبر آخر عن الحدث نفسه، وكان هذا أولها.
}
repeats-another = يكرّر نص خبر آخر.
in-common = المشترك مع { $report }: { $shared }.
in-common-sense = الصياغة أو المعنى، لا الأسماء ولا الأماكن

# الاشتراكات
follow-new = جديد اشتراكاتك
follow-more = { $number ->
    [one] وحدث آخر مطابق؛ تجده عبر /search.
    [two] وحدثان آخران مطابقان؛ تجدهما عبر /search.
    [few] و{ $number } أحداث أخرى مطابقة؛ تجدها عبر /search.
   *[other] و{ $number } حدثًا آخر مطابقًا؛ تجدها عبر /search.
}
follow-this = 🔔 اشترك في هذا البحث
follow-usage = اكتب بعد الأمر ما تريد الاشتراك فيه كما تكتبه للبحث: <code>/follow بوتين lang:ar</code>.
follow-admins = في المجموعة لا يغيّر الاشتراكات إلا مشرفوها.
follow-nothing = ليس في هذا ما يمكن أن تطابقه أخبار جديدة.
follow-enough = هذا يكفي: الحد هنا { $number } من الاشتراكات. تجدها في /following.
follow-how = هل تصل الأحداث الجديدة فورًا، أم مجموعة في موجز عند { $at }؟
follow-many = هذا كثير: موجز عند { $at } يجمعها معًا.
rate-day = { $number ->
    [one] كان سيصلك نحو حدث واحد في اليوم.
    [two] كان سيصلك نحو حدثين في اليوم.
    [few] كان سيصلك نحو { $shown } أحداث في اليوم.
   *[other] كان سيصلك نحو { $shown } حدثًا في اليوم.
}
rate-fortnight = { $number ->
    [one] كان سيصلك حدث واحد في أسبوعين.
    [two] كان سيصلك حدثان في أسبوعين.
    [few] كانت ستصلك { $number } أحداث في أسبوعين.
   *[other] كان سيصلك { $number } حدثًا في أسبوعين.
}
rate-none = في الأسبوعين الماضيين لم يكن ليصلك شيء.
at-once = فورًا
as-digest = في موجز
not-at-all = لا أريد
followed-o = اشتراكك في <b>{ $query }</b>: الأحداث الجديدة تصل فورًا. للعرض والتغيير /following.
followed-d = اشتراكك في <b>{ $query }</b>: الأحداث الجديدة تصل في موجز عند { $at }. للعرض والتغيير /following.
followed-not = حسنًا، لا اشتراك.
unfollowed = انتهى الاشتراك في <b>{ $query }</b>.
unfollow-unknown = لا يوجد هنا اشتراك كهذا. الموجود في /following.
which-zone = في أي منطقة زمنية تبدأ أيامك؟ اضغط واحدة، أو اكتب <code>/settings Europe/Kyiv</code> ثم اسأل من جديد.
following = الاشتراكات
following-nothing = لا شيء بعد. <code>/follow بوتين lang:ar</code> يشترك في بحث، وكذلك الزر أسفل نتائجه.
told-at-once = فورًا
told-as-digest = في موجز
digests-at = تصل الموجزات عند { $at } ({ $zone })؛ للتغيير /settings.

muted = المكتوم
muted-nothing = لا شيء مكتوم.
muted-now = كُتم { $what } حتى { $until }. القائمة في /mute.
mute-until = كتم { $what }: إلى متى؟
mute-usage = <code>/mute source:bbc 3d</code> أو <code>/mute lang:ru حتى 18:00</code> أو <code>/mute بوتين</code> أو رابط خبر أو /mute ردًّا على منشور.
mute-unknown = لم أفهم ما الذي تريد كتمه. يمكن كتم مصدر أو لغة أو اسم متابَع أو حدث واحد: <code>/mute source:bbc 3d</code> أو <code>/mute lang:ru حتى 18:00</code> أو <code>/mute بوتين</code> أو رابط خبر.
mute-enough = هذا يكفي: الحد هنا { $number }. القائمة في /mute.
until = حتى { $when }
lift = إلغاء كتم { $place }
span-3h = 3 ساعات
span-1d = يوم واحد
span-7d = 7 أيام
span-30d = 30 يومًا

forget-sure = <b>هل أنسى كل شيء عنك؟</b> ما اخترته واشتركت فيه وكتمته، وما أُرسل إليك وما بحثت عنه، وكل منشور في طريقه إليك. اشتراكات المجموعات تبقى لها. لا رجعة في ذلك.
forget-yes = انسَني
forget-no = لا
forget-done = تم. لم أعد أعرف عنك شيئًا، ولا ملفاتي.
forget-kept = حسنًا، يبقى كل شيء كما هو.
forget-private = اسألني ذلك في محادثتنا الخاصة.

settings = الإعدادات
settings-language = اللغة: { $language }
settings-zone = المنطقة الزمنية: { $zone }
settings-digests = موجزات الاشتراكات: { $at }
settings-times = أوقات الموجز…
settings-hint = اختر مما يلي، أو اكتب بعد الأمر منطقة زمنية أو أوقاتًا: <code>/settings Europe/Kyiv</code> أو <code>/settings 08:00 20:00</code>.
settings-follow = كما في Telegram
settings-zones = المنطقة الزمنية…
settings-saved = حُفظ
settings-no-zone = لا أعرف منطقة زمنية باسم <i>{ $asked }</i>. اكتب مثلًا <code>/settings Europe/Kyiv</code>.
settings-admins = لا يغيّر إعدادات المجموعة إلا مشرفوها.

command-search = ابحث في الأخبار: كلمات وأسماء وعبارات بأي كتابة
command-latest = أحدث الأحداث، عن الجميع أو عن بعضهم
command-story = مَن نشر الخبر، وعناوين الأطراف، وكيف انتشر
command-trend = كم مرة ذُكر أحدهم: رسم بياني وأرقام
command-source = مَن وراء وسيلة إعلام، وحال مصدرها
command-cite = العنوان والوسيلة والرابط والأوقات والنسخ
command-follow = الاشتراك في جديد بحث ما
command-following = الاشتراكات وكيف تصل
command-mute = كتم مصدر أو لغة أو اسم أو حدث
command-forgetme = حذف كل ما يخصني
command-why = لماذا صُنّف الخبر هكذا: رابط أو كلمات أو ردّ على منشور
command-entities = مَن يتابعهم البوت
command-settings = اللغة والمنطقة الزمنية وأوقات الموجز
command-help = ما الذي يمكنك السؤال عنه

status = الحالة
status-failing = مصادر متعثرة: { $number }، ومصادر لم تعد تُقرأ: { $count }
network-down = يبدو أن شبكتنا نحن معطلة: تتعثر المصادر معًا ({ $number }).
posts-pending = منشورات تنتظر الإرسال
posts-sending = منشورات قيد الإرسال
posts-ambiguous = منشورات لم يتأكد وصولها
posts-quarantined = منشورات معزولة
posts-sent = منشورات مرسلة
is-paused = متوقفة: { $reason }
last-digest = آخر موجز: { $when }
channel-paused = أُوقفت القناة { $channel } حتى الأمر /resume.
channel-resumed = عادت القناة { $channel } إلى العمل.
digest-composed = { $number ->
    [0] لا جديد للقناة { $channel }.
    [one] موجز القناة { $channel } في طريقه: منشور واحد.
    [two] موجز القناة { $channel } في طريقه: منشوران.
    [few] موجز القناة { $channel } في طريقه: { $number } منشورات.
    [many] موجز القناة { $channel } في طريقه: { $number } منشورًا.
   *[other] موجز القناة { $channel } في طريقه: { $number } منشور.
}
which-channel = اذكر القناة بعد الأمر: { $names }.
quarantine = المنشورات المعزولة، الأحدث أولًا. <code>/quarantine 7 again</code> يعيد الإرسال، و<code>/quarantine 7 drop</code> يحذف.
quarantine-empty = لا منشورات معزولة.
quarantine-unknown = لا منشور معزولًا بهذا الرقم.
post-again = يُعاد إرسال المنشور { $post }.
post-dropped = حُذف المنشور { $post }.
item-hidden = سُحب الخبر { $item }: { $reason }
post-retracted = { $number ->
    [one] سُحب خبر واحد من هذا المنشور: { $reason }
    [two] سُحب خبران من هذا المنشور: { $reason }
    [few] سُحبت { $number } أخبار من هذا المنشور: { $reason }
    [many] سُحب { $number } خبرًا من هذا المنشور: { $reason }
   *[other] سُحب { $number } خبر من هذا المنشور: { $reason }
}
items-unhidden = { $number ->
    [zero] لا خبر عاد ساريًا.
    [one] عاد خبر واحد ساريًا.
    [two] عاد خبران ساريين.
    [few] عادت { $number } أخبار سارية.
    [many] عاد { $number } خبرًا ساريًا.
   *[other] عاد { $number } خبر ساريًا.
}
story-split = صار الحدث { $story } مستقلًا.
stories-merged = صار ذلك كله الحدث { $story }.
hide-usage = اكتب رقم الخبر (يعرضه /why) والسبب: <code>/hide 1234567890123456789 خبر كاذب</code>.
unhide-usage = اكتب أرقام الأخبار التي تعود سارية، أو رابط المنشور: <code>/unhide 1234567890123456789</code>.
retract-usage = اكتب رابط المنشور والسبب: <code>/retract https://t.me/news/12 تبيّن أن الخبر كاذب</code>.
split-usage = اكتب أرقام الأخبار التي تشكّل حدثًا مستقلًا: <code>/split 1234567890123456789</code>.
merge-usage = اكتب رقمي خبرين لهما الحدث نفسه: <code>/merge 1234567890123456789 1234567890123456780</code>.
nothing-there = ليس لديّ شيء بهذا الرقم أو الرابط.
no-reason = من هيئة التحرير
on-hold = لا يُرسَل شيء: { $reason }. للمتابعة نفّذ <code>run_bot.py release</code> على الخادم.
reloaded = بدأ العمل بالإعدادات المعدّلة.
reload-refused = لم يتغيّر شيء. هذه أخطاء الإعدادات:
addfeed-usage = اكتب عنوان خلاصة، أو صفحة تذكرها، ومعه معرّفًا إن شئت: <code>/addfeed https://example.org/rss example</code>.
addfeed-refused = لا يمكن إضافة هذا: { $reason }
addfeed-known = تُقرأ هذه الخلاصة من قبل: { $feed }.
addfeed-sure = هل تُقرأ؟
addfeed-yes = إضافة
addfeed-no = لا تُضف
feed-language = اللغة: { $language }
feed-newest = الأحدث: { $when }
feed-owner = تُعدّ صوتًا واحدًا مع كل ما في { $owner }.
feed-names = من أحدث { $number } خبرًا تُحتسب هذه:
feed-names-nobody = لا يُذكر أحد من المتابَعين في أحدث { $number } خبرًا.
feed-added = أُضيفت الخلاصة { $feed }: { $url }
feed-unconfirmed = تظهر في الموجزات منذ الآن، ولا تطلق تنبيهًا قبل أن يؤكدها مشرف آخر: <code>/confirmfeed { $feed }</code>. ويمكن ذلك على الخادم: <code>run_bot.py feeds confirm { $feed }</code>.
feed-unconfirmed-alone = تظهر في الموجزات منذ الآن، ولا تطلق تنبيهًا قبل تأكيدها على الخادم، إذ لا مشرف آخر: <code>run_bot.py feeds confirm { $feed }</code>.
feed-confirm = تأكيد: يجوز أن تطلق التنبيهات
feed-confirmed = أُكّدت الخلاصة { $feed } ويجوز أن تطلق التنبيهات: { $url }
confirmfeed-usage = اكتب معرّف خلاصة تنتظر التأكيد: { $names }
confirmfeed-own = من أضاف خلاصة لا يؤكدها. يؤكدها مشرف آخر، أو الخادم: <code>run_bot.py feeds confirm { $feed }</code>.
removefeed-usage = اكتب معرّف خلاصة أُضيفت هنا: { $names }
removefeed-sure = هل تُترك قراءة { $feed } ({ $url })؟ يبقى ما جاءت به.
removefeed-yes = إزالة
removefeed-no = إبقاء
removefeed-file = لم تُضف { $feed } هنا. لتُترك قراءتها اكتب في config/local/feeds.toml ثم /reload:
feed-removed = لم تعد الخلاصة { $feed } تُقرأ؛ ويبقى ما جاءت به.
nothing-changed = حسنًا، يبقى كل شيء كما هو.
nothing-waits = لم يعد الأمر كذلك.
command-status = ما قُرئ وما ينتظر وما أُوقف
command-feeds = حال كل مصدر
command-pause = لا تنشر شيئًا في قناة حتى /resume
command-resume = عُد إلى النشر في قناة
command-digest = أعدّ موجزًا الآن
command-quarantine = المنشورات المعزولة
command-retract = اسحب منشورًا مع ذكر السبب
command-hide = اسحب خبرًا مع ذكر السبب
command-unhide = أعِد الأخبار المسحوبة
command-split = اجعل أخبارًا حدثًا مستقلًا
command-merge = اجعل حدثين حدثًا واحدًا
command-reload = تطبيق الإعدادات المعدّلة
command-addfeed = قراءة خلاصة بعد النظر في ما تأتي به
command-removefeed = ترك قراءة خلاصة أُضيفت هنا
command-confirmfeed = السماح بالتنبيهات لخلاصة أضافها غيرك
