"""The sections of a programme pack, in the order in which they are loaded: section → loader and exporter.

A loader is called as load(programme=…, section=…, by=…, at=…) inside one transaction for the whole pack and raises
`stages.actions.packs.PackError(path, problem)`; an exporter as export(programme) → the section
(JSON-ready, money as strings).
The programme itself with its organisations and people is loaded first by `stages.actions.packs`.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class PackSection:
    name: str
    load: str
    export: str


PACK_SECTIONS: tuple[PackSection, ...] = (
    PackSection("stage_records", "stages.actions.pack_records.load", "stages.actions.pack_records.export"),
    PackSection("expert_body", "expertbody.actions.pack.load", "expertbody.actions.pack.export"),
    PackSection("contract", "contracts.actions.pack.load", "contracts.actions.pack.export"),
    PackSection("participants", "delivery.actions.pack.load", "delivery.actions.pack.export"),
    PackSection("claims", "outcomes.actions.pack.load", "outcomes.actions.pack.export"),
)
