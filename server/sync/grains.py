"""The grains of the rollup and the modes of help: fixed numbers that tables, counting and totals share.

Each grain leaves out (as 0) what its questions do not need, so that totals without dates read some thousand rows
whatever the number of ops.
"""

GRAIN_OUTCOME = 1  # area × organisation × outcome
GRAIN_MODE = 2  # area × organisation × mode
GRAIN_DAY = 3  # day × area × outcome
GRAIN_FULL = 4  # day × area × organisation × mode × outcome
GRAIN_AREA = 5  # area × outcome
GRAIN_UNIT = 6  # organisation × outcome

MODES = ("door", "gate", "phone", "point", "counter")  # stored as 1…5
MODE_NUMBERS = {mode: number for number, mode in enumerate(MODES, start=1)}
