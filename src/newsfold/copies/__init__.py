"""Articles -> lineages: which of them carry one text, whose it is, and who only repeats it.

By words alone: texts are compared by hashes of five words in a row (`shingles`), pairs found by sorting (`candidates`), what two
articles are to each other is decided in `decide`, and `trace` follows a stream of them. When in doubt, two accounts stay two.
"""

from newsfold.copies.agencies import Agencies, load_agencies
from newsfold.copies.credit import Credit, credit
from newsfold.copies.evidence import proved
from newsfold.copies.fingerprint import Fingerprint, fingerprint
from newsfold.copies.lineage import lineage, lineages
from newsfold.copies.trace import Tracer

__all__ = [
    "Agencies",
    "Credit",
    "Fingerprint",
    "Tracer",
    "credit",
    "fingerprint",
    "lineage",
    "lineages",
    "load_agencies",
    "proved",
]
