/** Node's `os`: what packages ask for when they are imported, as a Linux that tells nothing of itself would answer. */
export const create = () => ({
	EOL: '\n',
	arch: () => 'x64',
	availableParallelism: () => 1,
	cpus: () => [],
	devNull: '/dev/null',
	endianness: () => 'LE',
	freemem: () => 0,
	homedir: () => '/',
	hostname: () => 'localhost',
	loadavg: () => [0, 0, 0],
	machine: () => 'x86_64',
	networkInterfaces: () => ({}),
	platform: () => 'linux',
	release: () => '',
	tmpdir: () => '/tmp',
	totalmem: () => 0,
	type: () => 'Linux',
	uptime: () => 0,
	version: () => ''
});
