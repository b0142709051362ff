"""The encoder inside the jail, changed to send kinds that there are not."""

KIND = "module"
POINTS = 4
SAYS = ""

from nncourse.jail import wire


def encode(value, handle=None, depth=0):
    return {"pickle": "gASVCgAAAAAAAAA="}


wire.encode = encode
