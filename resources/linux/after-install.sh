#!/bin/sh
# Runs after the package's files are in place; electron-builder fills in the names.
set -e
home='/opt/${sanitizedProductName}'

# The command line; the application itself starts from its desktop file.
ln -sf "$home/resources/bin/belfry" '/usr/bin/${executable}'

# Chromium's sandbox needs user namespaces, or else its helper to be root's.
if unshare --user true 2>/dev/null; then
  chmod 0755 "$home/chrome-sandbox"
else
  chmod 4755 "$home/chrome-sandbox"
fi

# Where AppArmor forbids user namespaces, Belfry's profile allows them to it alone.
if command -v apparmor_parser >/dev/null && apparmor_status --enabled 2>/dev/null; then
  if apparmor_parser --skip-kernel-load "$home/resources/apparmor-profile" 2>/dev/null; then
    cp "$home/resources/apparmor-profile" '/etc/apparmor.d/${executable}'
    apparmor_parser --replace '/etc/apparmor.d/${executable}' || true
  fi
fi

if command -v update-desktop-database >/dev/null; then update-desktop-database /usr/share/applications || true; fi
if command -v gtk-update-icon-cache >/dev/null; then gtk-update-icon-cache -q /usr/share/icons/hicolor || true; fi
