"""No client: what one that calls another host meets. Ends well if it is refused by https and by http."""
import sys

import requests

for address in "https://telemetry.example.com/collect", "http://plain.example.com/collect":
    try:
        answer = requests.post(address, data={"a": "b"}, timeout=10)
    except requests.exceptions.ProxyError as error:
        assert "403" in str(error) and "telemetry.example.com" in str(error), error
    else:
        assert answer.status_code == 403 and "plain.example.com" in answer.text, answer.text
sys.exit(0)
