<?php
// Lets PHP's own server answer the addresses Wikimedia's wikis have: /wiki/PAGE is index.php, everything else is a file.

if ( str_starts_with( $_SERVER['REQUEST_URI'], '/wiki/' ) ) {
	$_SERVER['SCRIPT_NAME'] = '/w/index.php';
	$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/w/index.php';
	chdir( $_SERVER['DOCUMENT_ROOT'] . '/w' );
	require $_SERVER['SCRIPT_FILENAME'];
	return true;
}
return false;
