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
