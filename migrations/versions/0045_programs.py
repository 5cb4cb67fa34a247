"""programs say more of themselves, have trainers, and sessions that count; who was there is corrected

Revision ID: 0045
Revises: 0044
"""

from alembic import op
import sqlalchemy as sa

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None

NEW = {
    'program': {
        'for_whom': "TEXT NOT NULL DEFAULT ''",
        'takes_away': "TEXT NOT NULL DEFAULT ''",
        'price_note': "VARCHAR(200) NOT NULL DEFAULT ''",
        'language': "VARCHAR(80) NOT NULL DEFAULT ''",
        'cohort': "VARCHAR(80) NOT NULL DEFAULT ''",
        'first_id': 'INTEGER CONSTRAINT fk_program_first_id_program REFERENCES program (id)',
        'requires_id': 'INTEGER CONSTRAINT fk_program_requires_id_program REFERENCES program (id)',
        'agreement': "TEXT NOT NULL DEFAULT ''",
        'enrols_from': '{time}',
        'enrols_until': '{time}',
        'late_joining': 'BOOLEAN NOT NULL DEFAULT {true}',
        'certificate_people': 'INTEGER NOT NULL DEFAULT 0',
        'certificate_roles': 'INTEGER NOT NULL DEFAULT 0',
        'certificate_reflection': 'BOOLEAN NOT NULL DEFAULT {false}',
        'halfway_at': '{time}',
    },
    'session': {
        'compulsory': 'BOOLEAN NOT NULL DEFAULT {false}',
        'drop_in': 'INTEGER',
        'materials': "JSON NOT NULL DEFAULT '[]'",
        'materials_at': '{time}',
        'missed_at': '{time}',
    },
    'enrolment': {
        'agreed_at': '{time}',
        'reflection': "TEXT NOT NULL DEFAULT ''",
        'reflected_at': '{time}',
    },
}


def upgrade():
    postgresql = op.get_bind().dialect.name == 'postgresql'
    said = {
        'time': 'TIMESTAMP WITH TIME ZONE' if postgresql else 'DATETIME',
        'true': 'true' if postgresql else '1',
        'false': 'false' if postgresql else '0',
    }
    # A batch would copy tables that others point at.
    for table, columns in NEW.items():
        for name, kind in columns.items():
            op.execute(f'ALTER TABLE {table} ADD COLUMN {name} {kind.format(**said)}')
    op.create_table(
        'trainer',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('program_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(80), nullable=False),
        sa.Column('name', sa.String(80), nullable=False),
        sa.Column('about', sa.String(200), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('role_id', sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('trainer', 'host')", name=op.f('ck_trainer_kind_known')),
        sa.ForeignKeyConstraint(
            ['program_id'], ['program.id'], name=op.f('fk_trainer_program_id_program'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['role_id'], ['role.id'], name=op.f('fk_trainer_role_id_role'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_trainer')),
    )
    op.create_index('ix_trainer_program_id', 'trainer', ['program_id'])
    op.create_table(
        'attendance',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('session_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(80), nullable=False),
        sa.Column('reason', sa.String(200), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('there', 'excused', 'absent', 'elsewhere')",
            name=op.f('ck_attendance_state_known'),
        ),
        sa.ForeignKeyConstraint(
            ['session_id'], ['session.id'], name=op.f('fk_attendance_session_id_session'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name=op.f('fk_attendance_person_id_person'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['by_id'], ['person.id'], name=op.f('fk_attendance_by_id_person'),
            ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
        sa.UniqueConstraint(
            'session_id', 'person_id', name=op.f('uq_attendance_session_id_person_id')
        ),
    )
    op.create_index('ix_attendance_person_id', 'attendance', ['person_id'])


def downgrade():
    op.drop_table('attendance')
    op.drop_table('trainer')
    for table, columns in reversed(NEW.items()):
        for name in reversed(columns):
            op.execute(f'ALTER TABLE {table} DROP COLUMN {name}')
