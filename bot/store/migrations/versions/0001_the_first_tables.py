"""The first tables"""

import sqlalchemy as sa
from alembic import op

from bot.store import search_sqlite

revision = '0001'
down_revision = None


def upgrade() -> None:
    op.create_table('account',
    sa.Column('bot', sa.Integer(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('bot')
    )
    op.create_table('added_feed',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('keys', sa.JSON(), nullable=False),
    sa.Column('by', sa.Integer(), nullable=False),
    sa.Column('at', sa.Integer(), nullable=False),
    sa.Column('confirmed', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('alert',
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('story', sa.Integer(), nullable=False),
    sa.Column('at', sa.Integer(), nullable=False),
    sa.Column('sent', sa.Boolean(), nullable=False),
    sa.Column('told', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'story')
    )
    op.create_table('chat',
    sa.Column('chat', sa.String(), nullable=False),
    sa.Column('not_before', sa.Integer(), nullable=False),
    sa.Column('paused', sa.Text(), nullable=False),
    sa.Column('floor', sa.Integer(), nullable=False),
    sa.Column('moved_to', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('chat')
    )
    op.create_table('digest',
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('composed', sa.Integer(), nullable=False),
    sa.Column('posts', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'key')
    )
    op.create_table('feed',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('next_due', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('read', sa.Integer(), nullable=False),
    sa.Column('unusable', sa.Integer(), nullable=False),
    sa.Column('known', sa.Integer(), nullable=False),
    sa.Column('new', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('feed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feed_next_due'), ['next_due'], unique=False)

    op.create_table('follow',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('chat', sa.String(), nullable=False),
    sa.Column('query', sa.Text(), nullable=False),
    sa.Column('mode', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('chat', 'query'),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('follow', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follow_query'), ['query'], unique=False)

    op.create_table('follow_due',
    sa.Column('item', sa.Integer(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('item')
    )
    op.create_table('follow_match',
    sa.Column('follow', sa.Integer(), nullable=False),
    sa.Column('item', sa.Integer(), nullable=False),
    sa.Column('at', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('follow', 'item')
    )
    op.create_table('follow_told',
    sa.Column('item', sa.Integer(), nullable=False),
    sa.Column('chat', sa.String(), nullable=False),
    sa.Column('at', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('item', 'chat')
    )
    with op.batch_alter_table('follow_told', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follow_told_at'), ['at'], unique=False)

    op.create_table('hold',
    sa.Column('since', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('since')
    )
    op.create_table('hour',
    sa.Column('entity', sa.String(), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('voices', sa.Integer(), nullable=False),
    sa.Column('biggest', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('entity', 'hour')
    )
    with op.batch_alter_table('hour', schema=None) as batch_op:
        batch_op.create_index('hour_hour', ['hour'], unique=False)

    op.create_table('item',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('feed', sa.String(), nullable=False),
    sa.Column('guid', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('author', sa.Text(), nullable=False),
    sa.Column('image', sa.Text(), nullable=False),
    sa.Column('categories', sa.JSON(), nullable=False),
    sa.Column('published', sa.Integer(), nullable=False),
    sa.Column('stated', sa.Integer(), nullable=True),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.Column('understood', sa.Boolean(), nullable=False),
    sa.Column('revision', sa.Integer(), server_default='0', nullable=False),
    sa.Column('quiet', sa.String(), nullable=False),
    sa.Column('story', sa.Integer(), nullable=True),
    sa.Column('duplicate_of', sa.Integer(), nullable=True),
    sa.Column('agency', sa.String(), server_default='', nullable=False),
    sa.Column('withdrawn', sa.Text(), server_default='', nullable=False),
    sa.Column('turn', sa.Integer(), nullable=True),
    sa.Column('vectors', sa.LargeBinary(), nullable=True),
    sa.Column('cited', sa.Boolean(), server_default=sa.text('0'), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('item', schema=None) as batch_op:
        batch_op.create_index('item_feed', ['feed', 'id'], unique=False)
        batch_op.create_index('item_left_over', ['seen'], unique=False, sqlite_where=sa.text("quiet = 'catching up'"))
        batch_op.create_index('item_link', ['link'], unique=False)
        batch_op.create_index('item_new', ['id'], unique=False, sqlite_where=sa.text('NOT understood'))
        batch_op.create_index('item_story', ['story'], unique=False, sqlite_where=sa.text('story IS NOT NULL'))
        batch_op.create_index('item_turn', ['turn'], unique=False, sqlite_where=sa.text('turn IS NOT NULL'))
        batch_op.create_index('item_vectors', ['id'], unique=False, sqlite_where=sa.text('vectors IS NOT NULL'))
        batch_op.create_index('item_withdrawn', ['id'], unique=False, sqlite_where=sa.text("withdrawn <> ''"))

    op.create_table('item_key',
    sa.Column('feed', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('item', sa.Integer(), nullable=False),
    sa.Column('last_seen', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('feed', 'key'),
    sqlite_with_rowid=False
    )
    op.create_table('ledger',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_table('mark',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('at', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('mute',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('chat', sa.String(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('until', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('chat', 'what'),
    sqlite_autoincrement=True
    )
    op.create_table('notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('area', sa.String(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('logged', sa.Boolean(), nullable=False),
    sa.Column('told', sa.Integer(), nullable=True),
    sa.Column('ended', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_told'), ['told'], unique=False)
        batch_op.create_index('notice_open', ['area', 'about'], unique=False, sqlite_where=sa.text('ended IS NULL'))
        batch_op.create_index('notice_waiting', ['id'], unique=False, sqlite_where=sa.text('told IS NULL'))

    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('chat', sa.String(), nullable=False),
    sa.Column('topic', sa.Integer(), nullable=False),
    sa.Column('digest_key', sa.String(), nullable=False),
    sa.Column('part', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('plain', sa.Text(), nullable=False),
    sa.Column('photo', sa.LargeBinary(), nullable=True),
    sa.Column('reply_to', sa.Integer(), nullable=True),
    sa.Column('otherwise', sa.Text(), server_default='', nullable=False),
    sa.Column('button', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('silent', sa.Boolean(), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('doubts', sa.Integer(), nullable=False),
    sa.Column('not_before', sa.Integer(), nullable=False),
    sa.Column('floor', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('error', sa.Text(), nullable=False),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('channel', 'digest_key', 'part', 'version')
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('outbox_waiting', ['chat', 'id'], unique=False, sqlite_where=sa.text("state IN ('pending', 'sending', 'ambiguous')"))

    op.create_table('page',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('query', sa.Text(), nullable=False),
    sa.Column('typed', sa.Text(), nullable=False),
    sa.Column('sort', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('more', sa.Boolean(), nullable=False),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('page', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_page_created'), ['created'], unique=False)

    op.create_table('preference',
    sa.Column('chat', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('zone', sa.String(), nullable=False),
    sa.Column('digest_at', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('chat')
    )
    op.create_table('ruling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('reports', sa.JSON(), nullable=False),
    sa.Column('others', sa.JSON(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('shown',
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('item', sa.Integer(), nullable=False),
    sa.Column('digest_key', sa.String(), nullable=False),
    sa.Column('how', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'item')
    )
    op.create_table('story',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('story', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_story_last'), ['last'], unique=False)

    op.create_table('takedown',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('at', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('source')
    )
    op.create_table('told',
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('digest_key', sa.String(), nullable=False),
    sa.Column('part', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('item', sa.Integer(), nullable=False),
    sa.Column('story', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('titled', sa.Integer(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('was', sa.Text(), nullable=False),
    sa.Column('gist', sa.Text(), nullable=False),
    sa.Column('again', sa.Boolean(), nullable=False),
    sa.Column('folded', sa.Boolean(), nullable=False),
    sa.Column('withdrawn', sa.Text(), server_default='', nullable=False),
    sa.Column('ruled', sa.Boolean(), server_default=sa.text('0'), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'digest_key', 'part', 'place')
    )
    with op.batch_alter_table('told', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_told_item'), ['item'], unique=False)

    op.create_table('item_version',
    sa.Column('item', sa.Integer(), nullable=False),
    sa.Column('until', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('corrections', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['item'], ['item.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('item', 'until')
    )
    op.create_table('mention',
    sa.Column('item', sa.Integer(), nullable=False),
    sa.Column('entity', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('surface', sa.Text(), nullable=False),
    sa.Column('alias', sa.Text(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['item'], ['item.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('item', 'entity', 'number')
    )
    with op.batch_alter_table('mention', schema=None) as batch_op:
        batch_op.create_index('mention_entity', ['entity', 'item'], unique=False)

    search_sqlite.create(op.get_bind())
