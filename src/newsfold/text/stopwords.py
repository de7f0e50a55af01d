"""The words that say nothing about what a text is about: a short list of function words for each language.

The lists of stopwordsiso are too wide to delete by: the English one has 1,298 words, among them "million", "fire" and
"home". Of the words in it, the most frequent 150 already make up 44 of its 51 % of all words in English news (38 of 42
% in German, 46 of 50 % in Spanish). So the languages below have lists of their own, drawn up from those 150 without the
words that carry news. For any other language `short` takes the words of stopwordsiso that are short enough.
"""

from __future__ import annotations

from functools import cache
from typing import Final

# Function words are short: of the 1,378 in our own lists 87 % have at most this many letters.
_FUNCTION_WORD_LETTERS = 5
# Lists of stopwordsiso up to this length hold little but function words and are taken whole.
_NARROW_LIST = 250

_OWN = {
    "en": """a about after again against all also although am among an and another any are aren't around as at be
        because been before being between both but by can can't cannot could couldn't did didn't do does doesn't doing
        don't down during each either else even ever every few for from further get had hadn't has hasn't have haven't
        having he her here hers herself him himself his how however i if in into is isn't it its itself just let like
        made make many may me might more most much must my myself neither no nor not now of off on once only or other
        our ours out over own per rather said same say says she should shouldn't since so some still such than that the
        their them themselves then there these they this those though through thus to too toward towards under until up
        upon us very via was wasn't we well were weren't what when where whether which while who whom whose why will
        with within without won't would wouldn't yet you your yours""",
    "es": """a al algo algunas algunos ante antes aquel aquella así aun aún aunque bajo bien cada casi como cómo con
        contra cual cuando cuál de del desde después donde dos durante e el él ella ellas ellos en entre era eran es esa
        esas ese eso esos esta está están estas este esto estos fue fueron ha había habían hace hacia han hasta hay la
        las le les lo los luego mas más me menos mi mientras muy nada ni no nos o os otra otras otro otros para pero
        poco por porque pues que qué quien quién quienes se sea según ser será si sí sido siempre sin sino sobre solo
        sólo son su sus también tan tanto te tiene tienen toda todas todo todos tras tu un una unas uno unos y ya yo""",
    "de": """ab aber alle allem allen aller alles als also am an auch auf aus bei beim bereits bin bis bist da dabei
        dadurch dafür damit danach dann daran darauf das dass davon dazu dein dem den denn der des deshalb die dies
        diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er erst es etwa etwas euch
        für gegen gibt habe haben hat hatte hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in
        indem ins ist ja jede jedem jeden jeder jedes jedoch jetzt kann kein keine keinem keinen keiner können könnte
        man mehr mein mit muss müssen nach nicht nichts noch nun nur ob oder ohne schon sehr sei sein seine seinem
        seinen seiner seit selbst sich sie sind so sogar soll sollen sollte sondern sowie über um und uns unser unter
        vom von vor wann war waren warum was weil weiter welche welcher wenn wer werde werden wie wieder will wir wird
        wo wurde wurden würde zu zum zur zwar zwischen""",
    "fr": """a à afin ainsi alors après au aucun aussi autre autres aux avait avant avec avoir car ce cela celle celles
        celui ces cet cette ceux chaque chez ci comme comment contre d dans de depuis des dès deux doit donc dont du
        elle elles en encore entre es est et était étaient été être eu eux fait font furent hors il ils j je jusqu l la
        là le les leur leurs lors lui m ma mais me même mes moi moins mon n ne ni non nos notre nous on ont ou où par
        parce pas pendant peu peut plus pour pourquoi près qu quand que quel quelle quelles quels qui quoi s sa sans se
        selon ses si soi son sont sous sur ta tandis te tous tout toute toutes très tu un une va vers vos votre vous
    y""",
    "pt": """a à ainda ante antes ao aos após aquela aquele as às assim até cada com como contra da das de dela
        dele deles depois desde dessa desse desta deste do dos e é ela elas ele eles em enquanto entre era eram essa
        esse esta está estão este eu foi foram há isso isto já lhe lhes mais mas me mesmo meu minha muito na nas nem no
        nos nós nossa nosso num numa o onde os ou para pela pelas pelo pelos por porque quais qual quando que quem se
        sem ser será seu seus sob sobre sua suas só também tem têm tendo ter teve tinha toda todas todo todos tu um uma
    umas uns vai você""",
    "it": """a ad agli ai al alla alle allo anche ancora aveva avere c che chi ci coi col come con
        contro cui da dagli dai dal dalla dalle dallo degli dei del della delle dello di dopo dove e è ed era erano
        essere fa fino fra gli ha hanno ho i il in io l la le lei lo loro lui ma me mentre mi mia mio ne negli nei nel
        nella nelle nello no noi non nostro o ogni per perché però più poi prima qua quale quali quando quanto quella
        quelle quelli quello questa queste questi questo se sei senza si sia sì solo sono sotto stata stati stato su sua
        sue sugli sui sul sulla sulle suo suoi tra tu tutta tutte tutti tutto un una uno v vi""",
    "nl": """aan af al alle als altijd andere ben bij daar dan dat de der des deze die dit doch doen door dus echter een
        en er ge geen had hadden heb hebben heeft hem het hier hij hoe hun ik in is ja je kan kon kunnen maar me meer
        men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds sinds te tegen ten ter
        toch toen tot u uit uw van veel voor want waren was wat we wel werd werden wie wij wil word worden wordt zal ze
        zei zelf zich zij zijn zo zonder zou zouden""",
    "id": """ada adalah agar akan antara apa apakah atas atau bagi bahwa banyak baru bahkan beberapa belum bila bisa
        bukan cara dalam dan dapat dari demi dengan di dia dua hanya harus hingga ia ini itu jadi jangan jika juga kami
        kata karena ke kepada kini kita lagi lain lalu lebih maka masih mereka mulai namun nya oleh pada para pernah pun
        saat saja salah sama sampai sangat saya seorang sebagai sebelum sebuah secara sedang sehingga sejak selama
        seluruh semua sementara seperti serta setelah setiap siap sudah tak tanpa tapi telah tentang tersebut tetap
        tetapi tidak turut untuk usai yaitu yang""",
    "vi": """ai anh ấy bà bạn bằng bị các cái càng cả cho chưa chỉ chị chính có con còn cô cùng cũng của do dù đã đang
        đây để đều đến đi đó được em gì hay hãy họ hoặc hơn khi không là lại lên lúc mà mỗi một mới này nào nên nếu ngay
        nhất nhau như nhưng những nơi nữa ông ở phải qua quá ra rất rằng rồi sau sẽ sự tại theo thì thế tôi tới trên
        trong trước từ từng và vào vẫn vì với vừa""",
    "sq": """a ai ajo ani as ata ato aty çdo deri dhe do duke e edhe është gjatë i in ishin ishte ja jam janë jemi jo ka
        kam kanë karshi ke kemi këta kështu këto këtë kjo ku kur ky lart m madje me mbi më mund na ndaj ne në nëse nga
        një nuk ose pa para pas për përmes po por prej që s sa së saj se si sipas t tani te të tij tjera tjetër tyre u
    vetëm""",
    "ru": """а без более был была были было быть в вам вас во вот все всё всех вы где да даже для до его ее её
        если есть еще ещё же за и из или им их к как когда кто ли лишь между меня мне может можно мой мы на над надо нам
        нас не него нее нет ни них но о об однако он она они оно от перед по под после потом почему при про с сам свои
        свой свою себя со так также такой там то того тоже той только том ты у уже хотя чего чем что чтобы эта эти это
        этого этой этом этот я""",
}


OWN_LISTS: Final = tuple(_OWN)


@cache
def short(lang: str | None) -> frozenset[str]:
    """Return the function words of a language (ISO 639-1) in lower case; none for a language that is not known.

    >>> sorted(short("en") & {"the", "million"}), short(None)
    (['the'], frozenset())
    """
    if lang is None:
        return frozenset()
    if lang in _OWN:
        return frozenset(_OWN[lang].split())
    return _from_wide_list(lang)


def _from_wide_list(lang: str) -> frozenset[str]:
    import stopwordsiso  # noqa: PLC0415 - a table of 58 languages, needed for the rarer ones only

    if lang not in stopwordsiso.langs():
        return frozenset()
    wide = stopwordsiso.stopwords(lang)
    longest = _FUNCTION_WORD_LETTERS if len(wide) > _NARROW_LIST else max(map(len, wide))
    return frozenset(word for word in wide if len(word) <= longest)
