"""How the body of a request is read."""

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class Json(JSONParser):
    """JSON. Brackets within brackets without end, and halves of characters, which no text can hold, are a mistake of
    the client, and no failure of the server."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            found = super().parse(*args, **kwargs)
            json.dumps(found, ensure_ascii=False).encode()
        except RecursionError:
            raise ParseError("The JSON has too many brackets within brackets.") from None
        except UnicodeEncodeError:
            raise ParseError("The JSON has half a character (\\ud800 to \\udfff by itself). Write it whole.") from None
        return found
