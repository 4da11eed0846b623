"""What the product asks of a virus scanner.

A scanner is a function from the path of a file to the name of what was found in it, or "" when nothing was. It raises
`ScannerAway` when it could not look: nothing is known of the file then, and it is asked again later.
"""


class ScannerAway(Exception):
    """The scanner did not judge the file; the message says why, for whoever runs it."""
