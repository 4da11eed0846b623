"""Settings of files of evidence, all read from the environment with safe defaults."""

import os

MAX_EVIDENCE_BYTES = int(os.environ.get("MAX_EVIDENCE_BYTES", str(20 * 1024**2)))
MAX_EVIDENCE_BYTES_PER_CLAIM = int(os.environ.get("MAX_EVIDENCE_BYTES_PER_CLAIM", str(100 * 1024**2)))
EVIDENCE_KEPT_MONTHS = int(os.environ.get("EVIDENCE_KEPT_MONTHS", "72"))
"""After the last payment, where the contract says nothing; 0: for good."""
VIRUS_SCANNER = os.environ.get("VIRUS_SCANNER", "")  # dotted path of a function; see outcomes.clamd.scan
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "/run/clamav/clamd.ctl")
