"""Archives (ZIP) that others send: what they say of themselves may be a lie, so a part is unpacked only to a limit."""

import zipfile
import zlib

MEGABYTE = 1024 * 1024
LARGEST_CONTENT = 256 * MEGABYTE
LARGEST_RATIO = 250
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)
"""What reading an archive raises that is damaged, cut off, locked by a password or packed in an unusual way."""
USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first megabyte of one part; empty where there is no such part.

    Office programs pack in two ways. Of the others, the library unpacks as much as there is, whatever is asked for.
    """
    if name not in archive.namelist():
        return b""
    if archive.getinfo(name).compress_type not in USUAL:
        raise zipfile.BadZipFile(f"{name} is packed in a way that office programs do not use")
    with archive.open(name) as file:
        return file.read(MEGABYTE)
