"""The commonest words of languages, which have no inflections worth finding and whose stems meet other words' stems.

They are indexed as they stand only. Without this an English query for `wars` would find every German text with the
word `war` (was). Own lists: the articles, pronouns, prepositions, conjunctions and auxiliaries of each language.
"""

_WORDS = {
    "en": """the and for with that this from are was were has had have not but you his her its they them their our who
        what when will would can could may might been being than then into over out off per any all more most some such
        only also about after before between under through during against until while where which how why she him your
        did does done one two three here there these those own same very just both each few other""",
    "de": """der die das den dem des ein eine einen einem einer eines und oder aber nicht mit von vom zum zur aus bei
        nach seit für über unter vor durch gegen ohne um an auf in im am als wie wenn dass weil denn ist sind war waren
        wird werden wurde wurden hat haben hatte hatten sein seine seinen seiner ihr ihre ihren ihrem ihrer sich wir uns
        ich du er sie es man noch nur auch schon sehr mehr so zu da doch kann können muss soll will einmal alle was wer
        wo diese dieser dieses diesem diesen hier dort""",
    "fr": """le la les un une des du de au aux et ou mais ne pas plus par pour sur sous dans avec sans chez entre vers
        est sont était étaient être été a ont avait avoir ce cet cette ces son sa ses leur leurs notre nos votre vos mon
        ma mes il elle ils elles on nous vous je tu se qui que quoi dont où quand comme si en y après avant depuis
        pendant contre très tout tous toute toutes même autre autres aussi""",
    "es": """el la los las un una unos unas de del al y e o u pero no ni que qué quien como cuando donde por para con
        sin sobre entre desde hasta tras es son era eran fue fueron ser sido ha han había haber su sus mi mis tu tus
        nuestro nuestra se le les lo me nos yo él ella ellos ellas este esta estos estas ese esa eso más muy ya también
        todo toda todos todas en a si está están uno dos""",
    "it": """il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla
        in nel nella nei con su sul sulla per tra fra e ed o ma non che chi cui come dove quando se è sono era erano
        essere stato stata ha hanno aveva avere suo sua suoi sue loro mio tuo si ci vi ne lui lei noi voi questo questa
        questi queste quello quella più anche molto tutto tutti tutta già dopo prima""",
    "pt": """o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com sem sob sobre entre até
        desde e ou mas não nem que quem como quando onde se é são era eram foi foram ser sido está estão tem têm ter há
        seu sua seus suas meu minha nosso ele ela eles elas eu tu nós isso isto este esta esse essa mais muito também já
        todo toda todos após contra""",
    "nl": """de het een en of maar niet van in op aan met voor door bij uit naar over onder tegen tot om te als dan dat
        die dit deze wat wie waar is zijn was waren wordt worden werd werden heeft hebben had hun haar hij zij ze wij we
        ik je u er ook nog al meer zo kan zal na sinds tussen""",
    "pl": """i oraz a ale lub albo nie to ten ta te tego tej tym tych w we z ze na do od za po pod nad przed przy przez
        dla o u bez między jest są był była było byli być ma mają co kto gdzie kiedy jak że się jego jej ich im go mu
        on ona oni one ja ty my wy już też tylko bardzo więcej po czy który która które""",
    "cs": """a i ale nebo ne to ten ta ty toho této v ve z ze na do od za po pod nad před při přes pro o u bez mezi je
        jsou byl byla bylo byli být má mají co kdo kde kdy jak že se si jeho její jejich mu ho on ona oni já my vy už
        také jen velmi více který která které""",
    "tr": """ve veya ama fakat ile için gibi kadar göre sonra önce bu şu o bir iki da de ki mi ne her hiç çok daha en
        değil var yok olan oldu olarak olduğu ise ben sen biz siz onlar onun ona onu kendi tüm bazı şey""",
    "ro": """și sau dar nu de din la în pe cu fără pentru prin sub peste după până între un o unui unei al ai ale lui
        este sunt era erau fi fost are au avea că care ce cine unde când cum se își său sa săi sale lor el ea ei ele eu
        noi voi mai foarte tot toate acest această""",
    "sv": """och eller men inte att det den de en ett i på av för med till från om under över mellan mot efter vid är
        var har hade blir blev vara sin sitt sina hans hennes han hon vi ni jag som när där hur kan ska också mer""",
    "no": """og eller men ikke at det den de en et ei i på av for med til fra om under over mellom mot etter ved er var
        har hadde blir ble være sin sitt sine hans hennes han hun vi dere jeg som når der hvor kan skal også mer""",
    "da": """og eller men ikke at det den de en et i på af for med til fra om under over mellem mod efter ved er var har
        havde bliver blev være sin sit sine hans hendes han hun vi jeg som når der hvor kan skal også mere""",
    "fi": """ja tai mutta ei että on oli ovat olivat ole olla se ne hän he tämä nämä joka jotka kun jos niin kuin myös
        vain jo sen hänen heidän mitä missä""",
    "hu": """a az és vagy de nem hogy egy van volt lesz ez azt ezt is csak már még mint ha meg el ki be fel le aki ami
        amely""",
    "sr": """i ili ali ne da je su bio bila bilo bili biti u na od do za po pod nad pred pri kroz sa s o ko šta gde kad
        kako koji koja koje se njegov njen njih on ona oni ja mi vi to taj ta i""",
    "ru": """и или но а не ни да в во на с со к ко у о об от до из за по под над при про для без через между что кто где
        когда как чтобы если это этот эта эти этого был была было были быть есть его ее её их им он она они я ты мы вы
        уже еще ещё также тоже только более очень который которая которые все всех""",
    "uk": """і й та або але а не ні у в на з із зі до від за по під над при про для без через між що хто де коли як щоб
        якщо це цей ця ці цього був була було були бути є його її їх їм він вона вони я ти ми ви вже ще також лише
        більше дуже який яка які всі""",
    "bg": """и или но а не да в във на с със към у за от до из по под над при без през между че кой какво къде кога как
        ако това този тази тези е са беше бяха съм бъде има го я ги му им той тя те аз ти ние вие вече още също само""",
    "hi": """का के की को से में पर ने है हैं था थे थी हो और या भी ही तो कि जो यह ये वह वे इस उस इन उन एक नहीं कर करने किया गया
        गई गए लिए साथ तक बाद अपने अपनी अपना""",
}
FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
