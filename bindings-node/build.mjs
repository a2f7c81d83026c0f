// Builds the native module and puts it beside the JavaScript:
//
//     cargo build --package fieldbeat-node --release
//     cp target/release/libfieldbeat_node.so bindings-node/fieldbeat.node
//
// (.dylib on macOS, fieldbeat_node.dll without "lib" on Windows.)
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
execFileSync('cargo', ['build', '--package', 'fieldbeat-node', '--release'], { cwd: root, stdio: 'inherit' });

const built = { darwin: 'libfieldbeat_node.dylib', win32: 'fieldbeat_node.dll' }[process.platform] ?? 'libfieldbeat_node.so';
const target = process.env.CARGO_TARGET_DIR ?? `${root}target`;
const module = `${root}bindings-node/fieldbeat.node`;
// A new file, not new bytes in the old one: a running Node has the old one mapped.
rmSync(module, { force: true });
copyFileSync(`${target}/release/${built}`, module);
