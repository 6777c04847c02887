"""Workbooks made by hand, so that they can be wrong in any way."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def sheet(rows, before="", after=""):
    """Return the part of a sheet that holds these rows, as they are."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def text(place, words):
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


HEADER = f'<row r="1">{text("A1", "case_id")}{text("B1", "phq9_9")}</row>'
ANNA = f'<row r="2">{text("A2", "anna")}<c r="B2"><v>1</v></c></row>'


def parts(sheet_part=None, names=("Intake",)):
    """Return the parts of a workbook by name; each sheet is the same."""
    numbers = range(1, len(names) + 1)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in zip(numbers, names, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
        ),
        **{f"xl/worksheets/sheet{n}.xml": sheet_part or sheet(HEADER + ANNA) for n in numbers},
    }


def zipped(files):
    """Return a zip file of these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in files.items():
            file.writestr(name, part)
    return data.getvalue()


def workbook(sheet_part=None):
    return zipped(parts(sheet_part))
