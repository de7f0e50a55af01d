"""What can be said of text without knowing any news: language, sentences, words, names, amounts, quotations.

Everything here is pure and takes any string. Every result that points into a text does so with a `newsfold.model.Range`
in code points, whose slice is the very words; keys for comparing (`fold`, `terms`) are never shown. Importing this
package is light: the language model, the stemmers and the sentence splitter are loaded at the first call that needs
them.
"""

from newsfold.text.folding import fold
from newsfold.text.language import detect, primary
from newsfold.text.names import names
from newsfold.text.numbers import Number, numbers
from newsfold.text.quotations import Quotation, quotations
from newsfold.text.sentences import sentences
from newsfold.text.stopwords import short
from newsfold.text.tokens import terms, words

__all__ = [
    "Number",
    "Quotation",
    "detect",
    "fold",
    "names",
    "numbers",
    "primary",
    "quotations",
    "sentences",
    "short",
    "terms",
    "words",
]
