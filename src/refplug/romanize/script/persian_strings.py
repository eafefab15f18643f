"""What a Persian string is and what its words are: name or title, one word or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from refplug.romanize.script.ezafe import FUNCTION_WORDS, has_written_ezafe
from refplug.romanize.script.kinds import guess_kind, kind_shares
from refplug.romanize.script.persian_words import PersianWord
from refplug.romanize.script.table import ReadingTable
from refplug.romanize.script.tokens import Printed
from refplug.romanize.script.weights import Weights

__all__ = ["WRITTEN_APART", "PersianStrings", "with_second_parts", "without_khan"]

_TITLE_WORDS = frozenset(
    "كتاب رساله رسالة شرح ديوان تاريخ ترجمه ترجمة مجموعه قصه قصيده مثنوي كليات رباعيات غزليات منتخب خلاصه تذكره تذكرة حاشيه حاشية حاشيۀ تحفه تحفة "
    "روضه روضة فرهنگ احوال در انتخاب جنگ بياض رسائل رسايل مناقب مقامات مكتوبات سير تفسير انشاء انشاي انشا دستور داستان نامه نسخه جامع مفتاح بحر گلستان بوستان بهارستان نگارستان مكاتبات منشئات منشآت منشأت دفتر زيج نصاب تواريخ مسدس مثنوئ معيار انوار مرآت مرآه كفايه توزك مخمسات معالجات مقطعات فرمان لغت مناجات وصيت خطوط احكام اسرار جواب سوال كفايت عجايب فتاوي فوايد قانون قواعد كنز لطايف لطائف مجالس مجمع مخزن مطلع معارف معدن منهاج ميزان نزهت نفحات هدايت".split()
)
_SECOND_NAMES = frozenset("رام داس چند سنگه مل لال لعل پرشاد پرساد راي پندت بخش رسا كول نايك دده".split())
"""What stands second in a person's name and seldom in a title."""
_NAME_WORDS = frozenset(
    "ميرزا سيد شيخ ملا مولانا خواجه آقا آخوند حاجي حاج مير امير خان بيگ بيك پاشا لاله راجه منشي بن ابن حافظ مولوي حكيم خواجة شاه محمد علي حسين".split()
)


_ALSO_IN_TITLES = frozenset("شاه مير امير خان بيك حافظ لاله محمد علي حسين سيد".split())


@dataclass(slots=True)
class PersianStrings:
    """Tells names from titles by the words of both, and by how often a word heads a person's name in catalogues."""

    words: dict[str, tuple[PersianWord, ...]]
    table: ReadingTable
    weights: Weights
    shares: dict[str, float] = field(default_factory=dict)

    def kind(self, printed: Sequence[Printed]) -> str:
        """Name or title: a title has a title's word, a name has none and is made of names."""
        words = [word.letters for word in printed]
        if not words:
            return "title"
        if words[0] == "عبد" or (words[0] not in _TITLE_WORDS and any(w in ("بن", "ابن") for w in words[1:])):
            return "name"
        if (
            words[0] in _TITLE_WORDS
            or words[0].endswith("نامه")
            or any(word in FUNCTION_WORDS - {"بن", "ابن", "بنت"} for word in words)
        ):
            return "title"
        if any(has_written_ezafe(word.word) for word in printed):
            return "title"
        if 1 < len(words) < 6 and (words[-1] in _SECOND_NAMES or words[0] in _NAME_WORDS - _ALSO_IN_TITLES):
            return "name"
        if len(words) < 6 and any(
            word in ("الله", "الدين", "ابن", "بن", "خان", "ميرزا") for word in words[1:]
        ):
            return "name"
        guessed, _ = guess_kind(kind_shares(words, [word.before for word in printed], self.weights.kinds))
        names = sum(self.name_share(word) for word in words) / len(words)
        if guessed == "name" or names > 0.55 or (names > 0.3 and guessed != "title"):
            return "name"
        return "title" if guessed in ("statement", "name") else guessed

    def without_vav(self, word: Printed, place: int) -> tuple[Printed, ...]:
        """A word with و printed onto it as two words; و as a first letter of a known word is left."""
        rest = word.letters[1:]
        if (
            place == 0
            or not word.letters.startswith("و")
            or len(rest) < 2
            or word.marks is not None
            or word.letters in self.words
            or (
                word.letters.endswith(("ها", "هاي"))
                and word.letters.removesuffix("ي").removesuffix("ها") in self.table
            )
        ):
            return (word,)
        if (
            word.letters in self.table
            and sum(e.count for e in self.table.exact(word.letters) if "-" not in e.marks[0]) > 1
        ):
            return (word,)
        if len(rest) < 4 and rest not in self.words and rest not in self.table:
            return (word,)
        return (Printed(word.before, word.word[:1], "و", None), Printed(" ", word.word[1:], rest, None))

    def name_share(self, word: str) -> float:
        """How much of a name a word is, 0 to 1; 0.3 for one never seen."""
        if word not in self.shares:
            if len(self.shares) >= 12_000:
                self.shares.clear()
            self.shares[word] = self._share(word)
        return self.shares[word]

    def _share(self, word: str) -> float:
        if word in _TITLE_WORDS:
            return 0.0
        if word in _NAME_WORDS:
            return 1.0
        if word in self.words:
            return 0.6 if self.words[word][0][2] else 0.0
        if word.startswith("ال"):
            return 0.3
        share = self.table.in_names(word)
        capital, seen = self.table.capitals(word)
        if capital is None or seen < 5:
            return min(1.0, 1.5 * share)
        return min(1.0, 1.5 * share + 0.3 * capital) if capital < 0.8 else max(0.5, share)

    def is_title_word(self, word: str) -> bool:
        """Whether a word opens titles: book, treatise, history."""
        return word in _TITLE_WORDS or word.endswith("نامه")

    def is_given_name(self, word: str) -> bool:
        """Whether a word is a name that people are given."""
        return word in _NAME_WORDS or self.table.in_names(word) > 0.4


WRITTEN_APART = frozenset(
    (
        "نامه",
        "ها",
        "هاي",
        "آباد",
        "آبادي",
        "ابادي",
        *"نما نماي گير گيري قران قراني انگيز افروز آرا آراي".split(),
    )
)


def without_khan(word: Printed) -> tuple[Printed, ...]:
    """A name with the title خان printed onto it as two words: Qibchāq Khān.

    >>> [one.letters for one in without_khan(Printed("", "قبچاقخان", "قبچاقخان", None))]
    ['قبچاق', 'خان']
    """
    head = word.letters.removesuffix("خان")
    if len(head) < 3 or head == word.letters or len(word.word) != len(word.letters):
        return (word,)
    return (
        Printed(word.before, word.word[: len(head)], head, None),
        Printed(" ", word.word[len(head) :], "خان", None),
    )


def with_second_parts(printed: Sequence[Printed]) -> tuple[Printed, ...]:
    """نامه and ها printed apart belong to the word before (ALA-LC, Persian: parts of a compound are one word)."""
    joined: list[Printed] = []
    for word in printed:
        last = joined[-1] if joined else None
        apart = word.letters in WRITTEN_APART and word.before in (" ", "\u200c")
        if (
            apart
            and last
            and last.letters not in FUNCTION_WORDS
            and last.letters not in _TITLE_WORDS
            and last.marks is None
            and not last.known
            and not word.known
        ):
            joined[-1] = Printed(
                last.before, last.word + word.before + word.word, last.letters + word.letters, None
            )
        else:
            joined.append(word)
    return tuple(joined)
