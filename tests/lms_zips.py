"""The zips of all submissions as Moodle and Canvas make them, byte by byte, and their tables.

Moodle streams its zip (maennchen/zipstream-php): no sizes in the local headers but in descriptors after the data, names
in UTF-8 with the flag for it; before 3.10 it was PHP's ZipArchive. Canvas uses rubyzip, which writes names in UTF-8 and
does not say so. All files have the date of the download.
"""

import re
import struct
import zlib

DOWNLOADED = (2026 - 1980) << 25 | 11 << 21 | 23 << 16 | 18 << 11 | 30 << 5  # 23 November 2026, 18:30, as DOS has it
UTF8, DESCRIPTOR = 0x800, 0x8
UNIX, DOS = 3, 0


def zipped(files, flags=0, host=UNIX, encoding="utf-8", deflate=True):
    """A zip with these {name: content}, written by hand."""
    body, central = b"", b""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        raw, crc = name.encode(encoding), zlib.crc32(data)
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush() if deflate else data
        method = 8 if deflate else 0
        sizes = struct.pack("<III", crc, len(packed), len(data))
        start = len(body)
        shown = bytes(12) if flags & DESCRIPTOR else sizes
        body += struct.pack("<4sHHHI", b"PK\3\4", 20, flags, method, DOWNLOADED) + shown
        body += struct.pack("<HH", len(raw), 0) + raw + packed
        if flags & DESCRIPTOR:
            body += b"PK\7\x08" + sizes
        central += struct.pack("<4sBBHHHI", b"PK\1\2", 20, host, 20, flags, method, DOWNLOADED) + sizes
        attributes = 0o100644 << 16 if host == UNIX else 0
        central += struct.pack("<HHHHHII", len(raw), 0, 0, 0, 0, attributes, start) + raw
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(files), len(files), len(central), len(body), 0)
    return body + central + end


def moodle_name(full_name, number, file="", plugin="file", folders=True, old=False):
    """What Moodle calls a file: get_student_prefix and load_submissionplugin_filelist of its downloader."""
    prefix = clean_filename(f"{full_name.replace('_', ' ')}_{number}")
    if folders:
        return f"{prefix}_assignsubmission_{plugin}{'_' if old else ''}/{file}"
    return clean_filename(f"{prefix}_assignsubmission_{plugin}_{file}")


def clean_filename(name):
    """Moodle's clean_param(…, PARAM_FILE)."""
    return re.sub(r"[\x00-\x1f\x7f&<>\"`|':\\/]", "", name)


def moodle(submissions, folders=True, old=False):
    """Moodle's zip of [(full name, number, {file: content}, text typed online or "")]."""
    files = {}
    for full_name, number, handed_in, text in submissions:
        if text:
            files[moodle_name(full_name, number, "onlinetext.html", "onlinetext", folders, old)] = text
        for file, content in handed_in.items():
            files[moodle_name(full_name, number, file, "file", folders, old)] = content
    return zipped(files, UTF8) if old else zipped(files, UTF8 | DESCRIPTOR, UNIX)


def canvas_name(sortable_name, user, attachment, file, late=False):
    """What Canvas calls a file: get_filename and add_upload_submission of its ContentZipper."""
    name = re.sub(r"_(\d+)_", r"\1", sortable_name).lower()
    start = re.sub(r"[^\w]", "", "_".join([name, *(["LATE"] if late else []), str(user)]))
    shown = re.sub(r'[\x00/\\:*?"<>|]+', "_", file)
    return f"{start}_{attachment}_{shown}"


def canvas(submissions, flags=0):
    """Canvas's zip of [(sortable name, user, {(attachment, file): content}, late)]."""
    files = {}
    for sortable_name, user, handed_in, late in submissions:
        for (attachment, file), content in handed_in.items():
            files[canvas_name(sortable_name, user, attachment, file, late)] = content
    return zipped(files, flags)


CANVAS_GRADEBOOK = '''\
Student,ID,SIS User ID,SIS Login ID,Section,Notes,Gradient descent (55501),Essay (55502),Imported Assignments Current \
Score,Current Score,Final Score
,,,,,,,Manual Posting,,,
"    Points Possible",,,,,,30.00,10.00,(read only),(read only),(read only)
"Lovelace, Ada",4711,S1001,ada,Monday,"likes ""Notes""",,9.00,90.00,90.00,90.00
"O'Brien, Seán",4712,S1002,sean,Monday,,,,,,
"Müller, Eva",4713,S1003,eva1,Monday,,,,,,
"Müller, Eva",4714,S1004,eva2,Tuesday,,EX,,,,
"李, 小龍",4715,S1005,long,Tuesday,,,,,,
"Student, Test",9999,,5d41402abc4b2a76b9719d911017c592,Monday,,,,,,
'''

MOODLE_GRADEBOOK = """\
"First name","Last name","ID number",Institution,Department,"Email address","Assignment: Gradient descent (Real)",\
"Assignment: Essay (Real)","Course total (Real)","Last downloaded from this course"
Ada,Lovelace,ada,,,ada@uni.example,-,9.00,9.00,1795458600
Seán,O'Brien,sean,,,sean@uni.example,-,-,-,1795458600
Eva,Müller,eva1,,,eva1@uni.example,-,-,-,1795458600
Eva,Müller,eva2,,,eva2@uni.example,-,-,-,1795458600
小龍,李,long,,,long@uni.example,-,-,-,1795458600
"""

MOODLE_WORKSHEET = """\
Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 901","Ada Lovelace",ada,ada@uni.example,"Submitted for grading",,30.00,Yes,"Monday, 23 November 2026, \
5:14 PM",-,
"Participant 902","Seán O'Brien",sean,sean@uni.example,"Submitted for grading",,30.00,Yes,-,-,
"Participant 903","Eva Müller",eva1,eva1@uni.example,"Submitted for grading",,30.00,Yes,-,-,"keep, this"
"Participant 904","Eva Müller",eva2,eva2@uni.example,"No submission",,30.00,Yes,-,-,
"Participant 905","小龍 李",long,long@uni.example,"No submission",,30.00,Yes,-,-,
"""
