"""What a report is made of. Everything is text: figures are put in words by govuk.formats before they come here."""

from dataclasses import dataclass

from govuk.charts import Chart


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a part of the report) or 2 (a part of that)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str
    small: bool = False


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Fact:
    name: str
    text: str


@dataclass(frozen=True)
class Facts:
    """Names and what they are, one below the other, like a summary list."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Table:
    """`columns` head the table, and again on each page; `numeric` holds the places of columns set to the right;
    `widths` are shares of the width of the page, one for each column, or empty for equal ones."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        uneven = [row for row in self.rows if len(row) != len(self.columns)]
        if uneven or len(self.widths) not in {0, len(self.columns)}:
            raise ValueError(f"The table “{self.caption}” does not have {len(self.columns)} cells in every row.")


@dataclass(frozen=True)
class Figure:
    """A chart with its summary as the text alternative and its table below it."""

    chart: Chart
    with_table: bool = True


@dataclass(frozen=True)
class Notice:
    """A paragraph that must not be missed."""

    text: str


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Paragraph | Bullets | Facts | Table | Figure | Notice | PageBreak


@dataclass(frozen=True)
class Report:
    """`caption` stands above the title (such as the programme); `made` says when and from what the report was made."""

    title: str
    blocks: tuple[Block, ...]
    caption: str = ""
    made: str = ""
