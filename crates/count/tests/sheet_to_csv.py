"""Prints the first sheet of a spreadsheet (.xlsx) as CSV, for the tests: what "save as CSV" does by hand."""

import csv
import re
import sys
import xml.etree.ElementTree as tree
import zipfile

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def shared_strings(archive):
    try:
        root = tree.fromstring(archive.read("xl/sharedStrings.xml"))
    except KeyError:
        return []
    return ["".join(text.text or "" for text in item.iter(SPACE + "t")) for item in root.iter(SPACE + "si")]


def column_number(reference):
    number = 0
    for letter in re.match("[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_text(cell, strings):
    value = cell.find(SPACE + "v")
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(SPACE + "t"))
    if value is None or value.text is None:
        return ""
    text = strings[int(value.text)] if cell.get("t") == "s" else value.text
    return text[:-2] if cell.get("t") is None and text.endswith(".0") else text


def main(path):
    with zipfile.ZipFile(path) as archive:
        strings = shared_strings(archive)
        sheet = tree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    out = csv.writer(sys.stdout)
    for row in sheet.iter(SPACE + "row"):
        cells = {column_number(cell.get("r")): cell_text(cell, strings) for cell in row.iter(SPACE + "c")}
        out.writerow([cells.get(number, "") for number in range(1, max(cells, default=0) + 1)])


main(sys.argv[1])
