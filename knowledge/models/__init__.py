from knowledge.models.entries import Entry, EntryText, EntryVersion

__all__ = ["Entry", "EntryText", "EntryVersion"]
