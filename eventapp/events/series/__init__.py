"""Events that belong together without one enrolment: every second Thursday, each by itself."""
