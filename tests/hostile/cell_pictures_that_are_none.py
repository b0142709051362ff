"""Pictures that are something else: markup under the name of a picture."""

KIND = "cells"
POINTS = 13
SAYS = ""

# %%
import base64

markup = b"<svg onload=alert(1)>"
display({"image/png": base64.b64encode(markup).decode()}, raw=True)
display({"image/png": "\"><script>document.title = 'pwned'</script>"}, raw=True)
picture = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
display({"image/png": picture + "\"><script>document.title = 'pwned'</script>"}, raw=True)
