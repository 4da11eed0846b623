from knowledge.models.entries import Entry, EntryText, EntryVersion
from knowledge.models.suitability import Assessment

__all__ = ["Assessment", "Entry", "EntryText", "EntryVersion"]
