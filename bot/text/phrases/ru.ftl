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
