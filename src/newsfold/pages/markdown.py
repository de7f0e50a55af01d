"""A digest as Markdown (CommonMark, and GitHub's dialect of it), the words escaped so that they read as written.

Rendered, every excerpt is a block quote whose text is the outlet's words; cut marks stand in emphasis outside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, tzinfo

from newsfold.model import Digest, Excerpt, Listed
from newsfold.pages.accounts import Account, Told, own_texts, shared_texts
from newsfold.pages.beside import Section, news, parted, sections
from newsfold.pages.beside import Told as Stretch
from newsfold.pages.labels import between, counts_line, in_tree, outlet_name, share, when
from newsfold.pages.links import link_at_words, web_link
from newsfold.pages.words import for_terminal

_CUT = "*\\[…\\]*"
# Marks that mean something anywhere in a line; and a colon or dot that would make a bare address or an emoji of words.
_ANYWHERE = re.compile(r"""[\\`*_\[\]<>&~|#$@^{}]|:(?=//)|:(?=[\w+-]+:)|(?<=www)\.""", re.IGNORECASE)
# Marks that mean something where a line begins: a list, a rule, an underlined heading.
_AT_START = re.compile(r"([+=-]|\d{1,9}(?=[.)]))")


def as_markdown(digest: Digest, *, zone: tzinfo = UTC) -> str:
    """Write one digest, its times by the clock of a zone. Ends with a newline."""
    blocks = [f"# {_inline(digest.headline.text)}", _head(digest, zone)]
    blocks += [block for section in news(digest, zone) for block in _section(section, zone)]
    blocks += ["## Excerpts"] if digest.since else []
    blocks += [_excerpt(excerpt, digest, zone) for excerpt in digest.excerpts]
    blocks += [block for section in sections(digest, zone) for block in _section(section, zone)]
    return "\n\n".join([*blocks, "## All articles", _articles(digest, zone)]) + "\n"


def escape(text: str) -> str:
    """Escape one line of words so that Markdown shows them as they are.

    >>> print(escape("1. *Breaking* <b>news</b>"))
    1\\. \\*Breaking\\* \\<b\\>news\\</b\\>
    """
    line = _ANYWHERE.sub(lambda match: f"\\{match[0]}", text)
    return _AT_START.sub(_escape_start, line, count=1) if _AT_START.match(line) else line


def _escape_start(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def _lines(text: str) -> list[str]:
    # White space at a line's edges would mean code or a break; within Markdown it shows nowhere else.
    lines = (line.strip(" \t\n") for line in for_terminal(text).replace("\t", " ").split("\n"))
    return [escape(line) for line in lines if line]


def _inline(text: str) -> str:
    return " ".join(_lines(text))


def _link(words: str, url: str | None) -> str:
    if url is None:
        return words
    address = url.replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;")
    return f"[{words}](<{address}>)"


def _head(digest: Digest, zone: tzinfo) -> str:
    lines = [_link(_inline(outlet_name(digest.headline.outlet)), web_link(digest.headline.url))]
    if digest.query is not None:
        lines.append(f"On: {_inline(digest.query)}")
    lines += [counts_line(digest.counts), between(digest.first, digest.last, zone)]
    return "\\\n".join(line for line in lines if line)


def _excerpt(excerpt: Excerpt, digest: Digest, zone: tzinfo) -> str:
    lines = _lines(excerpt.text) or [""]
    lines[0] = f"{_CUT} {lines[0]}" if excerpt.cut_before else lines[0]
    lines[-1] = f"{lines[-1]} {_CUT}" if excerpt.cut_after else lines[-1]
    quoted = "\\\n".join(f"> {line}" for line in lines)
    link = link_at_words(excerpt.url, excerpt.text)
    source = [f"{_link(_inline(outlet_name(excerpt.outlet)), link)}, {when(excerpt.published, zone)}"]
    source += ["Headline only"] if excerpt.span.field == "title" else []
    source += [f"From: {_inline(line.headline.text)}" for line in digest.stories if line.id == excerpt.story]
    return f"{quoted}\n\n" + "\\\n".join(source)


def _section(section: Section, zone: tzinfo) -> Iterator[str]:
    yield f"## {section.title}"
    if not section.blocks and not section.lines:
        yield "Nothing."
    if section.lines:
        yield "\n".join(f"- {_inline(line)}" for line in section.lines)
    if section.brief:
        yield "\n".join(
            f"- {_inline(one.words.text)} ({_notes(one)})" for block in section.blocks for one in block.told
        )
        return
    for block in section.blocks:
        if block.label:
            yield f"**{block.label}**"
        yield from (_stretch(one, zone) for one in block.told)


def _stretch(told: Stretch, zone: tzinfo) -> str:
    quoted = "> " + "".join(_marked(words) if marked else _quoted(words) for words, marked in parted(told))
    words = told.words
    outlet = _link(_inline(outlet_name(words.outlet)), link_at_words(words.url, words.text))
    source = f"{outlet}, {when(told.at, zone)}"
    notes = _notes(told)
    return f"{quoted}\n\n{notes}\\\n{source}" if notes else f"{quoted}\n\n{source}"


def _notes(told: Stretch) -> str:
    return "; ".join(f"{one.label} {_inline(one.words.text)}" if one.words else one.label for one in told.notes)


def _marked(text: str) -> str:
    inner = _inline(text)
    return f"**{inner}**" if inner else _quoted(text)


def _quoted(text: str) -> str:
    """Escape a part of a stretch; a space at its edge stays."""
    edges = (" " * text[:1].isspace(), " " * (text[-1:].isspace() and len(text) > 1))
    return f"{edges[0]}{_inline(text)}{edges[1]}"


def _articles(digest: Digest, zone: tzinfo) -> str:
    lines = [line for account in shared_texts(digest) for line in _tree(account, zone)]
    return "\n".join(lines + [f"- {_told(told, share(told.member), zone)}" for told in own_texts(digest)])


def _tree(account: Account, zone: tzinfo) -> list[str]:
    credit = f", credited to {_inline(account.credit)}" if account.credit else ""
    lines = [f"- One text, {len(account.told)} articles{credit}"]
    if account.root:
        lines.append(f"  - {_told(account.root, share(account.root.member), zone)}")
    else:
        lines.append(f"  - {_inline(outlet_name(account.credit or ''))}: agency text, original not seen")
    has_root = account.root is not None
    branches = ((told, in_tree(told.member, has_root=has_root)) for told in account.branches)
    return lines + [f"    - {_told(told, note, zone)}" for told, note in branches]


def _told(told: Told, note: str, zone: tzinfo) -> str:
    article = _article(told.article, zone)
    return f"{article}: {note}" if note else article


def _article(article: Listed, zone: tzinfo) -> str:
    title = _link(_inline(article.title) or "Untitled", web_link(article.url))
    return f"{_inline(outlet_name(article.outlet))}, {when(article.published, zone)}: {title}"
