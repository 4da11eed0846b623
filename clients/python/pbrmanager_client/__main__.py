"""`python -m pbrmanager_client`."""

import sys

from pbrmanager_client.command import main

sys.exit(main())
