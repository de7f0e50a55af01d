"""The reading floor: what it costs one Python process merely to touch every word of JSONL files.

Run as a program, `python -m evals.reading_floor FILE...`. This is a yardstick and is not to be made faster.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path


def main(*paths: str) -> None:
    """Read records, lower-case title and text, split them into words and count the words of each."""
    for path in paths:
        with Path(path).open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                words = f"{record.get('title') or ''} {record.get('text') or ''}".lower()
                Counter(re.findall(r"\w+", words))


if __name__ == "__main__":
    main(*sys.argv[1:])
