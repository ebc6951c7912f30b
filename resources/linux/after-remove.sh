#!/bin/sh
# Runs after the package's files are gone. What people made with Belfry lies in their homes and stays there.
set -e

# On an upgrade the new version has already put its own in place.
case "${1:-}" in upgrade | 1) exit 0 ;; esac

rm -f '/usr/bin/${executable}'
if [ -f '/etc/apparmor.d/${executable}' ]; then
  if command -v apparmor_parser >/dev/null; then apparmor_parser --remove '/etc/apparmor.d/${executable}' || true; fi
  rm -f '/etc/apparmor.d/${executable}'
fi
if command -v update-desktop-database >/dev/null; then update-desktop-database /usr/share/applications || true; fi
