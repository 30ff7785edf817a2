<?php
// What the real MediaWiki of the tests adds to the settings its own installer wrote: the groups and rights that
// Wikimedia's wikis have, paths as on Wikimedia, and nothing that sends mail, waits for jobs or slows a test down.
// The address comes from the environment, because each test run serves its copy on a port of its own.

$wgServer = getenv( 'HAVEN_REAL_WIKI_SERVER' ) ?: 'http://127.0.0.1';
$wgArticlePath = '/wiki/$1';
$wgUsePathInfo = true;

// As on Wikimedia: administrators delete revisions and log entries, the group "suppress" holds the rest.
foreach ( [ 'deleterevision', 'deletelogentry', 'deletedhistory', 'deletedtext' ] as $right ) {
	$wgGroupPermissions['sysop'][$right] = true;
	$wgGroupPermissions['suppress'][$right] = true;
}
foreach ( [ 'suppressrevision', 'viewsuppressed', 'suppressionlog', 'hideuser', 'block' ] as $right ) {
	$wgGroupPermissions['suppress'][$right] = true;
}
$wgGroupPermissions['rollbacker']['rollback'] = true;

foreach ( [ 'abusefilter-hide-log', 'abusefilter-hidden-log', 'abusefilter-log-detail' ] as $right ) {
	$wgGroupPermissions['suppress'][$right] = true;
}
$wgGroupPermissions['sysop']['suppressredirect'] = true;

wfLoadExtension( 'AbuseFilter' );
wfLoadExtension( 'Nuke' );
wfLoadExtension( 'Linter' );
wfLoadExtension( 'VisualEditor' );
wfLoadExtension( 'DiscussionTools' );

// Files as on Commons: small invented pictures, no thumbnails of them.
$wgEnableUploads = true;
$wgUseImageMagick = false;
$wgThumbnailScriptPath = false;

// Which page a comment stands on can only be asked where its id is kept.
$wgDiscussionToolsEnablePermalinksBackend = true;

// As on Wikimedia people may mail each other (the form that blocks asks about it); here nothing is ever sent.
$wgEnableEmail = true;
$wgEnableUserEmail = true;
$wgHooks['AlternateUserMailer'][] = static fn () => false;
$wgJobRunRate = 0;
$wgRateLimits = [];
$wgPasswordAttemptThrottle = [];
$wgShowExceptionDetails = true;
$wgPingback = false;

// Files and database tables only: the copy that a test run serves must carry everything with it.
$wgMainCacheType = CACHE_DB;
$wgSessionCacheType = CACHE_DB;
$wgCacheDirectory = $realWikiDirectory . '/cache';
$wgLocalisationCacheConf['store'] = 'array';
$wgUploadDirectory = $realWikiDirectory . '/images';
