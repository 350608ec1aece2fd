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
