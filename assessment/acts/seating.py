"""What the timeline of a plan calls what happens to seats."""

RECORDS = {"allot_seats": "编排座位", "move_seat": "调整座位"}
