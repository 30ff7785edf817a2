CREATE TABLE IF NOT EXISTS bells (
	id BIGINT NOT NULL AUTO_INCREMENT,
	secret_hash BINARY(32) NOT NULL,
	owner BIGINT NOT NULL,
	made_at BIGINT NOT NULL,
	until BIGINT NOT NULL,
	CONSTRAINT pk_bells PRIMARY KEY (id),
	CONSTRAINT uq_bells_secret_hash UNIQUE (secret_hash),
	CONSTRAINT ck_bells_secret_hash CHECK (length(secret_hash) = 32 AND substr(secret_hash, 1, 1) = x'00'),
	CONSTRAINT ck_bells_owner CHECK (owner BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_bells_made_at CHECK (made_at BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_bells_until CHECK (until BETWEEN 0 AND 99999999999)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_bells_owner ON bells (owner)

CREATE INDEX IF NOT EXISTS ix_bells_until ON bells (until)

CREATE TABLE IF NOT EXISTS job_holders (
	job VARCHAR(64) NOT NULL,
	holder BINARY(32) NOT NULL,
	expires_at BIGINT NOT NULL,
	behind BIGINT NOT NULL,
	gap_at BIGINT,
	CONSTRAINT pk_job_holders PRIMARY KEY (job),
	CONSTRAINT ck_job_holders_job CHECK (job NOT REGEXP '[^a-z0-9_-]' AND length(job) BETWEEN 1 AND 64),
	CONSTRAINT ck_job_holders_holder CHECK (length(holder) = 32 AND substr(holder, 1, 1) = x'00'),
	CONSTRAINT ck_job_holders_expires_at CHECK (expires_at BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_job_holders_behind CHECK (behind BETWEEN 0 AND 9007199254740992),
	CONSTRAINT ck_job_holders_gap_at CHECK (gap_at IS NULL OR (gap_at BETWEEN 0 AND 99999999999))
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE TABLE IF NOT EXISTS requests (
	id BIGINT NOT NULL AUTO_INCREMENT,
	reference VARCHAR(8) NOT NULL,
	kind VARCHAR(17) NOT NULL,
	wiki VARCHAR(64) NOT NULL,
	queue VARCHAR(80) NOT NULL,
	criterion VARCHAR(64) NOT NULL,
	urgency SMALLINT NOT NULL,
	state VARCHAR(9) NOT NULL,
	requester BIGINT,
	filed_at BIGINT NOT NULL,
	ended_at BIGINT,
	checked_at BIGINT,
	holder BIGINT,
	claim_until BIGINT,
	target_count SMALLINT NOT NULL,
	done_count SMALLINT NOT NULL,
	closing VARCHAR(25),
	basis VARCHAR(7),
	group_code VARCHAR(8),
	visible_again BOOL NOT NULL,
	look_due_at BIGINT,
	reached VARCHAR(13) NOT NULL,
	climbs_at BIGINT,
	awaits_answer BOOL NOT NULL,
	author_known BOOL NOT NULL,
	keeps_someone_out BOOL NOT NULL,
	sealed_parties VARCHAR(11020),
	sealed_hints VARCHAR(2828),
	CONSTRAINT pk_requests PRIMARY KEY (id),
	CONSTRAINT uq_requests_reference UNIQUE (reference),
	CONSTRAINT ck_requests_reference CHECK (reference NOT REGEXP '[^23456789BCDFGHJKMNPQRSTVWXYZ]' AND length(reference) BETWEEN 8 AND 8),
	CONSTRAINT ck_requests_kind CHECK (kind NOT REGEXP '[^a-z0-9-]' AND kind IN ('revision-deletion', 'suppression', 'lock', 'lock-and-hide', 'global-block', 'lift')),
	CONSTRAINT ck_requests_wiki CHECK (wiki NOT REGEXP '[^a-z0-9_-]' AND length(wiki) BETWEEN 1 AND 64),
	CONSTRAINT ck_requests_queue CHECK (queue NOT REGEXP '[^a-z0-9_.-]' AND length(queue) BETWEEN 1 AND 80 AND (queue IN ('stewards') OR substr(queue, 1, 15) = 'administrators.' OR substr(queue, 1, 13) = 'oversighters.')),
	CONSTRAINT ck_requests_criterion CHECK (criterion NOT REGEXP '[^a-z0-9_-]' AND length(criterion) BETWEEN 1 AND 64),
	CONSTRAINT ck_requests_urgency CHECK (urgency BETWEEN 0 AND 3),
	CONSTRAINT ck_requests_state CHECK (state NOT REGEXP '[^a-z0-9-]' AND state IN ('open', 'done', 'closed', 'withdrawn', 'stale')),
	CONSTRAINT ck_requests_requester CHECK (requester IS NULL OR (requester BETWEEN 1 AND 9223372036854775807)),
	CONSTRAINT ck_requests_filed_at CHECK (filed_at BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_requests_ended_at CHECK (ended_at IS NULL OR (ended_at BETWEEN 0 AND 99999999999)),
	CONSTRAINT ck_requests_checked_at CHECK (checked_at IS NULL OR (checked_at BETWEEN 0 AND 99999999999)),
	CONSTRAINT ck_requests_holder CHECK (holder IS NULL OR (holder BETWEEN 1 AND 9223372036854775807)),
	CONSTRAINT ck_requests_claim_until CHECK (claim_until IS NULL OR (claim_until BETWEEN 0 AND 99999999999)),
	CONSTRAINT ck_requests_target_count CHECK (target_count BETWEEN 0 AND 32767),
	CONSTRAINT ck_requests_done_count CHECK (done_count BETWEEN 0 AND 32767),
	CONSTRAINT ck_requests_closing CHECK (closing IS NULL OR (closing NOT REGEXP '[^a-z0-9-]' AND closing IN ('done', 'lower-level-suffices', 'local-block-suffices', 'locked-not-hidden', 'partly', 'not-suppressible', 'already-public', 'mistake', 'duplicate', 'declined-outside-criteria', 'declined-wrong-wiki', 'declined-not-found', 'lifted-on-purpose', 'forwarded-by-mail'))),
	CONSTRAINT ck_requests_basis CHECK (basis IS NULL OR (basis NOT REGEXP '[^a-z0-9-]' AND basis IN ('wiki', 'handler'))),
	CONSTRAINT ck_requests_group_code CHECK (group_code IS NULL OR (group_code NOT REGEXP '[^23456789BCDFGHJKMNPQRSTVWXYZ]' AND length(group_code) BETWEEN 8 AND 8)),
	CONSTRAINT ck_requests_visible_again CHECK (visible_again BETWEEN 0 AND 1),
	CONSTRAINT ck_requests_look_due_at CHECK (look_due_at IS NULL OR (look_due_at BETWEEN 0 AND 99999999999)),
	CONSTRAINT ck_requests_reached CHECK (reached NOT REGEXP '[^a-z0-9-]' AND reached IN ('local', 'global-sysops', 'stewards')),
	CONSTRAINT ck_requests_climbs_at CHECK (climbs_at IS NULL OR (climbs_at BETWEEN 0 AND 99999999999)),
	CONSTRAINT ck_requests_awaits_answer CHECK (awaits_answer BETWEEN 0 AND 1),
	CONSTRAINT ck_requests_author_known CHECK (author_known BETWEEN 0 AND 1),
	CONSTRAINT ck_requests_keeps_someone_out CHECK (keeps_someone_out BETWEEN 0 AND 1),
	CONSTRAINT ck_requests_sealed_parties CHECK (sealed_parties IS NULL OR (sealed_parties NOT REGEXP '[^A-Za-z0-9_=-]' AND length(sealed_parties) IN (780, 2828, 11020) AND substr(sealed_parties, 1, 12) = 'gAAAAAAAAAAA')),
	CONSTRAINT ck_requests_sealed_hints CHECK (sealed_hints IS NULL OR (sealed_hints NOT REGEXP '[^A-Za-z0-9_=-]' AND length(sealed_hints) IN (2828) AND substr(sealed_hints, 1, 12) = 'gAAAAAAAAAAA'))
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_requests_awaiting ON requests (awaits_answer, filed_at)

CREATE INDEX IF NOT EXISTS ix_requests_climbs_at ON requests (climbs_at)

CREATE INDEX IF NOT EXISTS ix_requests_ended_at ON requests (ended_at)

CREATE INDEX IF NOT EXISTS ix_requests_group_code ON requests (group_code)

CREATE INDEX IF NOT EXISTS ix_requests_held ON requests (claim_until, holder)

CREATE INDEX IF NOT EXISTS ix_requests_look_due_at ON requests (look_due_at)

CREATE INDEX IF NOT EXISTS ix_requests_open_page ON requests (state, urgency, filed_at, id, queue, requester)

CREATE INDEX IF NOT EXISTS ix_requests_own_open ON requests (requester, state, filed_at, id)

CREATE INDEX IF NOT EXISTS ix_requests_own_page ON requests (requester, filed_at, id)

CREATE INDEX IF NOT EXISTS ix_requests_queue_page ON requests (queue, state, urgency, filed_at, id, requester)

CREATE INDEX IF NOT EXISTS ix_requests_reached_page ON requests (reached, state, urgency, filed_at, id, requester)

CREATE INDEX IF NOT EXISTS ix_requests_seen_again ON requests (visible_again, state, filed_at)

CREATE INDEX IF NOT EXISTS ix_requests_stale ON requests (state, filed_at)

CREATE TABLE IF NOT EXISTS sign_ins (
	id_hash BINARY(32) NOT NULL,
	central_id BIGINT NOT NULL,
	name_sealed VARCHAR(780) NOT NULL,
	is_sender BOOL NOT NULL,
	created_at BIGINT NOT NULL,
	seen_at BIGINT NOT NULL,
	posted_at BIGINT NOT NULL,
	CONSTRAINT pk_sign_ins PRIMARY KEY (id_hash),
	CONSTRAINT ck_sign_ins_id_hash CHECK (length(id_hash) = 32 AND substr(id_hash, 1, 1) = x'00'),
	CONSTRAINT ck_sign_ins_central_id CHECK (central_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_sign_ins_name_sealed CHECK (name_sealed NOT REGEXP '[^A-Za-z0-9_=-]' AND length(name_sealed) IN (780) AND substr(name_sealed, 1, 12) = 'gAAAAAAAAAAA'),
	CONSTRAINT ck_sign_ins_is_sender CHECK (is_sender BETWEEN 0 AND 1),
	CONSTRAINT ck_sign_ins_created_at CHECK (created_at BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_sign_ins_seen_at CHECK (seen_at BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_sign_ins_posted_at CHECK (posted_at BETWEEN 0 AND 99999999999)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_sign_ins_central_id ON sign_ins (central_id)

CREATE INDEX IF NOT EXISTS ix_sign_ins_created_at ON sign_ins (created_at)

CREATE INDEX IF NOT EXISTS ix_sign_ins_seen_at ON sign_ins (seen_at)

CREATE TABLE IF NOT EXISTS stream_positions (
	topic VARCHAR(100) NOT NULL,
	part SMALLINT NOT NULL,
	counted BIGINT,
	milliseconds BIGINT,
	CONSTRAINT pk_stream_positions PRIMARY KEY (topic, part),
	CONSTRAINT ck_stream_positions_topic CHECK (topic NOT REGEXP '[^a-z.-]' AND length(topic) BETWEEN 1 AND 100 AND instr(topic, '.mediawiki.') > 1),
	CONSTRAINT ck_stream_positions_part CHECK (part BETWEEN 0 AND 32767),
	CONSTRAINT ck_stream_positions_counted CHECK (counted IS NULL OR (counted BETWEEN -1 AND 9007199254740992)),
	CONSTRAINT ck_stream_positions_milliseconds CHECK (milliseconds IS NULL OR (milliseconds BETWEEN -1 AND 9007199254740992))
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE TABLE IF NOT EXISTS tallies (
	what VARCHAR(64) NOT NULL,
	who BIGINT NOT NULL,
	window_start BIGINT NOT NULL,
	count BIGINT NOT NULL,
	CONSTRAINT pk_tallies PRIMARY KEY (what, who, window_start),
	CONSTRAINT ck_tallies_what CHECK (what NOT REGEXP '[^a-z0-9_-]' AND length(what) BETWEEN 1 AND 64),
	CONSTRAINT ck_tallies_who CHECK (who BETWEEN 0 AND 9223372036854775807),
	CONSTRAINT ck_tallies_window_start CHECK (window_start BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_tallies_count CHECK (count BETWEEN 0 AND 9007199254740992)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_tallies_window_start ON tallies (window_start)

CREATE TABLE IF NOT EXISTS team_presence (
	queue VARCHAR(80) NOT NULL,
	last_day BIGINT NOT NULL,
	CONSTRAINT pk_team_presence PRIMARY KEY (queue),
	CONSTRAINT ck_team_presence_queue CHECK (queue NOT REGEXP '[^a-z0-9_.-]' AND length(queue) BETWEEN 1 AND 80 AND (queue IN ('stewards') OR substr(queue, 1, 15) = 'administrators.' OR substr(queue, 1, 13) = 'oversighters.')),
	CONSTRAINT ck_team_presence_last_day CHECK (last_day BETWEEN 0 AND 99999999999)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_team_presence_last_day ON team_presence (last_day)

CREATE TABLE IF NOT EXISTS trackings (
	id BIGINT NOT NULL AUTO_INCREMENT,
	reference VARCHAR(8) NOT NULL,
	account_fingerprint BINARY(32) NOT NULL,
	sealed_account VARCHAR(268) NOT NULL,
	owner BIGINT NOT NULL,
	reason VARCHAR(13) NOT NULL,
	ground VARCHAR(9) NOT NULL,
	name_harms BOOL NOT NULL,
	started_at BIGINT NOT NULL,
	until BIGINT NOT NULL,
	renewal VARCHAR(12),
	consent VARCHAR(17),
	consent_by BIGINT,
	CONSTRAINT pk_trackings PRIMARY KEY (id),
	CONSTRAINT uq_trackings_reference UNIQUE (reference),
	CONSTRAINT ck_trackings_reference CHECK (reference NOT REGEXP '[^23456789BCDFGHJKMNPQRSTVWXYZ]' AND length(reference) BETWEEN 8 AND 8),
	CONSTRAINT ck_trackings_account_fingerprint CHECK (length(account_fingerprint) = 32 AND substr(account_fingerprint, 1, 1) = x'00'),
	CONSTRAINT ck_trackings_sealed_account CHECK (sealed_account NOT REGEXP '[^A-Za-z0-9_=-]' AND length(sealed_account) IN (268) AND substr(sealed_account, 1, 12) = 'gAAAAAAAAAAA'),
	CONSTRAINT ck_trackings_owner CHECK (owner BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_trackings_reason CHECK (reason NOT REGEXP '[^a-z0-9-]' AND reason IN ('threats', 'doxxing', 'stalking', 'insults', 'block-evasion', 'vandalism', 'spam', 'impersonation', 'compromised')),
	CONSTRAINT ck_trackings_ground CHECK (ground NOT REGEXP '[^a-z0-9-]' AND ground IN ('blocked', 'locked', 'temporary', 'new', 'consent')),
	CONSTRAINT ck_trackings_name_harms CHECK (name_harms BETWEEN 0 AND 1),
	CONSTRAINT ck_trackings_started_at CHECK (started_at BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_trackings_until CHECK (until BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_trackings_renewal CHECK (renewal IS NULL OR (renewal NOT REGEXP '[^a-z0-9-]' AND renewal IN ('still-active', 'case-open', 'comes-back'))),
	CONSTRAINT ck_trackings_consent CHECK (consent IS NULL OR (consent NOT REGEXP '[^a-z0-9-]' AND consent IN ('seen-it-too', 'known-pattern', 'protects-somebody'))),
	CONSTRAINT ck_trackings_consent_by CHECK (consent_by IS NULL OR (consent_by BETWEEN 1 AND 9223372036854775807))
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_trackings_account_fingerprint ON trackings (account_fingerprint)

CREATE INDEX IF NOT EXISTS ix_trackings_owner ON trackings (owner)

CREATE INDEX IF NOT EXISTS ix_trackings_until ON trackings (until)

CREATE TABLE IF NOT EXISTS drafts (
	id_hash BINARY(32) NOT NULL,
	central_id BIGINT NOT NULL,
	sign_in_hash BINARY(32) NOT NULL,
	sealed MEDIUMTEXT NOT NULL,
	created_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	CONSTRAINT pk_drafts PRIMARY KEY (id_hash),
	CONSTRAINT fk_drafts_sign_in_hash FOREIGN KEY(sign_in_hash) REFERENCES sign_ins (id_hash) ON DELETE CASCADE,
	CONSTRAINT ck_drafts_id_hash CHECK (length(id_hash) = 32 AND substr(id_hash, 1, 1) = x'00'),
	CONSTRAINT ck_drafts_central_id CHECK (central_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_drafts_sign_in_hash CHECK (length(sign_in_hash) = 32 AND substr(sign_in_hash, 1, 1) = x'00'),
	CONSTRAINT ck_drafts_sealed CHECK (sealed NOT REGEXP '[^A-Za-z0-9_=-]' AND length(sealed) IN (268, 780, 2828, 11020, 43788, 174860, 699148) AND substr(sealed, 1, 12) = 'gAAAAAAAAAAA'),
	CONSTRAINT ck_drafts_created_at CHECK (created_at BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_drafts_expires_at CHECK (expires_at BETWEEN 0 AND 99999999999)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_drafts_central_id ON drafts (central_id)

CREATE INDEX IF NOT EXISTS ix_drafts_expires_at ON drafts (expires_at)

CREATE INDEX IF NOT EXISTS ix_drafts_sign_in_hash ON drafts (sign_in_hash)

CREATE TABLE IF NOT EXISTS events (
	id BIGINT NOT NULL AUTO_INCREMENT,
	request_id BIGINT NOT NULL,
	event VARCHAR(13) NOT NULL,
	by_central_id BIGINT,
	toward BIGINT,
	detail VARCHAR(64),
	at BIGINT NOT NULL,
	CONSTRAINT pk_events PRIMARY KEY (id),
	CONSTRAINT fk_events_request_id FOREIGN KEY(request_id) REFERENCES requests (id) ON DELETE CASCADE,
	CONSTRAINT ck_events_request_id CHECK (request_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_events_event CHECK (event NOT REGEXP '[^a-z0-9-]' AND event IN ('filed', 'taken', 'taken-over', 'released', 'opened', 'checked', 'done-on-wiki', 'closed', 'withdrawn', 'went-stale', 'visible-again', 'handed-over', 'asked-back', 'answered', 'opinion-asked', 'opinion-given', 'taken-back', 'forwarded', 'handed-up', 'reopened')),
	CONSTRAINT ck_events_by_central_id CHECK (by_central_id IS NULL OR (by_central_id BETWEEN 1 AND 9223372036854775807)),
	CONSTRAINT ck_events_toward CHECK (toward IS NULL OR (toward BETWEEN 1 AND 9223372036854775807)),
	CONSTRAINT ck_events_detail CHECK (detail IS NULL OR (detail NOT REGEXP '[^a-z0-9_-]' AND length(detail) BETWEEN 1 AND 64)),
	CONSTRAINT ck_events_at CHECK (at BETWEEN 0 AND 99999999999)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_events_request_id ON events (request_id)

CREATE TABLE IF NOT EXISTS excluded_people (
	request_id BIGINT NOT NULL,
	fingerprint BINARY(32) NOT NULL,
	CONSTRAINT pk_excluded_people PRIMARY KEY (request_id, fingerprint),
	CONSTRAINT fk_excluded_people_request_id FOREIGN KEY(request_id) REFERENCES requests (id) ON DELETE CASCADE,
	CONSTRAINT ck_excluded_people_request_id CHECK (request_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_excluded_people_fingerprint CHECK (length(fingerprint) = 32 AND substr(fingerprint, 1, 1) = x'00')
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_excluded_people_fingerprint ON excluded_people (fingerprint)

CREATE TABLE IF NOT EXISTS inquiries (
	request_id BIGINT NOT NULL,
	number SMALLINT NOT NULL,
	inquiry VARCHAR(16) NOT NULL,
	asked_by BIGINT NOT NULL,
	asked_of BIGINT NOT NULL,
	asked_at BIGINT NOT NULL,
	reply VARCHAR(16),
	place SMALLINT,
	replied_at BIGINT,
	CONSTRAINT pk_inquiries PRIMARY KEY (request_id, number),
	CONSTRAINT fk_inquiries_request_id FOREIGN KEY(request_id) REFERENCES requests (id) ON DELETE CASCADE,
	CONSTRAINT ck_inquiries_request_id CHECK (request_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_inquiries_number CHECK (number BETWEEN 0 AND 32767),
	CONSTRAINT ck_inquiries_inquiry CHECK (inquiry NOT REGEXP '[^a-z0-9-]' AND inquiry IN ('which-revision', 'which-part', 'where-in-it', 'wrong-wiki', 'whose', 'published-before', 'cannot-find', 'still-needed', 'second-opinion')),
	CONSTRAINT ck_inquiries_asked_by CHECK (asked_by BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_inquiries_asked_of CHECK (asked_of BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_inquiries_asked_at CHECK (asked_at BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_inquiries_reply CHECK (reply IS NULL OR (reply NOT REGEXP '[^a-z0-9-]' AND reply IN ('all-of-them', 'this-one', 'the-newest', 'sent-anew', 'text', 'summary', 'user-name', 'text-and-summary', 'everything', 'in-line', 'in-section', 'right-wiki', 'other-wiki', 'mine', 'other-editor', 'public-person', 'minor', 'yes', 'no', 'unknown', 'agree', 'lower', 'decline', 'trust-and-safety', 'somebody-else'))),
	CONSTRAINT ck_inquiries_place CHECK (place IS NULL OR (place BETWEEN 0 AND 32767)),
	CONSTRAINT ck_inquiries_replied_at CHECK (replied_at IS NULL OR (replied_at BETWEEN 0 AND 99999999999))
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_inquiries_waiting ON inquiries (asked_of, reply)

CREATE TABLE IF NOT EXISTS reminders (
	request_id BIGINT NOT NULL,
	owner BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	CONSTRAINT pk_reminders PRIMARY KEY (request_id, owner),
	CONSTRAINT fk_reminders_request_id FOREIGN KEY(request_id) REFERENCES requests (id) ON DELETE CASCADE,
	CONSTRAINT ck_reminders_request_id CHECK (request_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_reminders_owner CHECK (owner BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_reminders_due_at CHECK (due_at BETWEEN 0 AND 99999999999)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_reminders_due_at ON reminders (due_at)

CREATE INDEX IF NOT EXISTS ix_reminders_owner ON reminders (owner)

CREATE TABLE IF NOT EXISTS request_targets (
	request_id BIGINT NOT NULL,
	number SMALLINT NOT NULL,
	fingerprint BINARY(32) NOT NULL,
	sealed VARCHAR(2828) NOT NULL,
	state VARCHAR(11) NOT NULL,
	seen_hidden_at BIGINT,
	CONSTRAINT pk_request_targets PRIMARY KEY (request_id, number),
	CONSTRAINT fk_request_targets_request_id FOREIGN KEY(request_id) REFERENCES requests (id) ON DELETE CASCADE,
	CONSTRAINT ck_request_targets_request_id CHECK (request_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_request_targets_number CHECK (number BETWEEN 0 AND 32767),
	CONSTRAINT ck_request_targets_fingerprint CHECK (length(fingerprint) = 32 AND substr(fingerprint, 1, 1) = x'00'),
	CONSTRAINT ck_request_targets_sealed CHECK (sealed NOT REGEXP '[^A-Za-z0-9_=-]' AND length(sealed) IN (268, 780, 2828) AND substr(sealed, 1, 12) = 'gAAAAAAAAAAA'),
	CONSTRAINT ck_request_targets_state CHECK (state NOT REGEXP '[^a-z0-9-]' AND state IN ('open', 'done', 'cannot-tell')),
	CONSTRAINT ck_request_targets_seen_hidden_at CHECK (seen_hidden_at IS NULL OR (seen_hidden_at BETWEEN 0 AND 99999999999))
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_request_targets_fingerprint ON request_targets (fingerprint)

CREATE TABLE IF NOT EXISTS sightings (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tracking_id BIGINT NOT NULL,
	fingerprint BINARY(32) NOT NULL,
	kind VARCHAR(6) NOT NULL,
	sealed VARCHAR(2828) NOT NULL,
	at BIGINT NOT NULL,
	CONSTRAINT pk_sightings PRIMARY KEY (id),
	CONSTRAINT uq_sightings_tracking_id UNIQUE (tracking_id, fingerprint),
	CONSTRAINT fk_sightings_tracking_id FOREIGN KEY(tracking_id) REFERENCES trackings (id) ON DELETE CASCADE,
	CONSTRAINT ck_sightings_tracking_id CHECK (tracking_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_sightings_fingerprint CHECK (length(fingerprint) = 32 AND substr(fingerprint, 1, 1) = x'00'),
	CONSTRAINT ck_sightings_kind CHECK (kind NOT REGEXP '[^a-z0-9-]' AND kind IN ('edit', 'log', 'block', 'lock', 'rename')),
	CONSTRAINT ck_sightings_sealed CHECK (sealed NOT REGEXP '[^A-Za-z0-9_=-]' AND length(sealed) IN (268, 780, 2828) AND substr(sealed, 1, 12) = 'gAAAAAAAAAAA'),
	CONSTRAINT ck_sightings_at CHECK (at BETWEEN 0 AND 99999999999)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE TABLE IF NOT EXISTS tracking_colleagues (
	tracking_id BIGINT NOT NULL,
	central_id BIGINT NOT NULL,
	CONSTRAINT pk_tracking_colleagues PRIMARY KEY (tracking_id, central_id),
	CONSTRAINT fk_tracking_colleagues_tracking_id FOREIGN KEY(tracking_id) REFERENCES trackings (id) ON DELETE CASCADE,
	CONSTRAINT ck_tracking_colleagues_tracking_id CHECK (tracking_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_tracking_colleagues_central_id CHECK (central_id BETWEEN 1 AND 9223372036854775807)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_tracking_colleagues_central_id ON tracking_colleagues (central_id)

CREATE TABLE IF NOT EXISTS tracking_seen (
	tracking_id BIGINT NOT NULL,
	central_id BIGINT NOT NULL,
	up_to BIGINT NOT NULL,
	CONSTRAINT pk_tracking_seen PRIMARY KEY (tracking_id, central_id),
	CONSTRAINT fk_tracking_seen_tracking_id FOREIGN KEY(tracking_id) REFERENCES trackings (id) ON DELETE CASCADE,
	CONSTRAINT ck_tracking_seen_tracking_id CHECK (tracking_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_tracking_seen_central_id CHECK (central_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_tracking_seen_up_to CHECK (up_to BETWEEN 0 AND 9007199254740992)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE TABLE IF NOT EXISTS view_log (
	id BIGINT NOT NULL AUTO_INCREMENT,
	request_id BIGINT NOT NULL,
	central_id BIGINT NOT NULL,
	purpose VARCHAR(11) NOT NULL,
	first_at BIGINT NOT NULL,
	last_at BIGINT NOT NULL,
	until BIGINT NOT NULL,
	CONSTRAINT pk_view_log PRIMARY KEY (id),
	CONSTRAINT fk_view_log_request_id FOREIGN KEY(request_id) REFERENCES requests (id) ON DELETE CASCADE,
	CONSTRAINT ck_view_log_request_id CHECK (request_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_view_log_central_id CHECK (central_id BETWEEN 1 AND 9223372036854775807),
	CONSTRAINT ck_view_log_purpose CHECK (purpose NOT REGEXP '[^a-z0-9-]' AND purpose IN ('handling', 'second-look', 'review', 'appeal')),
	CONSTRAINT ck_view_log_first_at CHECK (first_at BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_view_log_last_at CHECK (last_at BETWEEN 0 AND 99999999999),
	CONSTRAINT ck_view_log_until CHECK (until BETWEEN 0 AND 99999999999)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin

CREATE INDEX IF NOT EXISTS ix_view_log_last_at ON view_log (last_at)

CREATE INDEX IF NOT EXISTS ix_view_log_live ON view_log (request_id, central_id, until)
