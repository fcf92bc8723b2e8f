//! A Rust compiler with the `wasm32-unknown-unknown` standard library.
//!
//! Four ways, in order: the compiler in use has it; Debian's compiler has it; rustup adds it;
//! Debian's compiler is installed and the library built for it from Debian's source package.
//! The last is for machines that cannot reach rustup's server. A standard library serves only the
//! compiler it was built by, which a small compilation proves.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::debian;
use crate::process::Program;
use crate::progress::{remark, step};
use crate::repo::Repo;

/// The only WebAssembly target in use: browser, Node and workerd alike.
pub const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_BIN: &str = "/usr/bin";
const DEBIAN_LIBRARY: &str = "/usr/lib/rustlib";

/// Which Rust compiler builds for WebAssembly.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Compiler {
    /// The one that builds this program, usually rustup's.
    InUse,
    /// Debian's `rustc-web` in /usr/bin, with the library built here.
    Debian,
}

impl Compiler {
    /// A program, usually cargo, that uses this compiler and writes to its own target folder.
    pub fn program(self, repo: &Repo, name: impl AsRef<OsStr>) -> Program {
        let program = self
            .bare(name)
            .env("CARGO_TARGET_DIR", repo.wasm_target())
            // worker-build expands macros so; all builds in one folder must agree.
            .env("WASM_BINDGEN_USE_JS_SYS", "1");
        match self {
            Self::InUse => program,
            Self::Debian => program.without("RUSTUP_TOOLCHAIN").without("RUSTC"),
        }
    }

    /// The compiler's full version, on which builds depend.
    pub fn version(self) -> Result<String> {
        self.bare("rustc").arg("-vV").output()
    }

    fn bare(self, name: impl AsRef<OsStr>) -> Program {
        match self {
            Self::InUse => Program::new(name),
            Self::Debian => Program::new(name).path_first(DEBIAN_BIN),
        }
    }

    /// Whether it compiles for the target, by trying.
    fn compiles(self, repo: &Repo) -> bool {
        if self == Self::Debian && !Path::new(DEBIAN_BIN).join("cargo").exists() {
            return false;
        }
        let folder = repo.path(".seikyu/probe");
        let source = folder.join("probe.rs");
        let written = fs::create_dir_all(&folder).and_then(|()| {
            fs::write(&source, "pub fn probe() -> String {\n    String::new()\n}\n")
        });
        let rustc = self
            .bare("rustc")
            .args(["--crate-type", "lib", "--emit", "metadata", "--target", TARGET, "--out-dir"])
            .arg(&folder)
            .arg(&source);
        written.is_ok() && rustc.works()
    }
}

/// Finds or installs a compiler for the target.
pub fn compiler(repo: &Repo) -> Result<Compiler> {
    let mut found = None;
    step("Rust for WebAssembly", || {
        let (compiler, note) = find_or_install(repo)?;
        found = Some(compiler);
        Ok(note)
    })?;
    found.context("no compiler for WebAssembly")
}

fn find_or_install(repo: &Repo) -> Result<(Compiler, String)> {
    if Compiler::InUse.compiles(repo) {
        return Ok((Compiler::InUse, "found".to_owned()));
    }
    if Compiler::Debian.compiles(repo) {
        return Ok((Compiler::Debian, "found Debian's".to_owned()));
    }
    let rustup = Program::new("rustup").args(["target", "add", TARGET]);
    let log = repo.log("setup-rustup");
    let said = match rustup.run(&log) {
        Ok(finished) if finished.succeeded() && Compiler::InUse.compiles(repo) => {
            return Ok((Compiler::InUse, "added by rustup".to_owned()));
        }
        Ok(finished) => finished.failure(),
        Err(error) => format!("{error:#}"),
    };
    if !debian::may_install() {
        bail!("no Rust compiler here has the target {TARGET}, and adding it failed:\n{said}");
    }
    remark("rustup cannot add the target; taking Debian's compiler and building its library");
    install_debian_compiler(repo)?;
    build_debian_library(repo)?;
    if !Compiler::Debian.compiles(repo) {
        bail!("Debian's compiler still cannot build for {TARGET} after its library was built");
    }
    Ok((Compiler::Debian, "built for Debian's compiler".to_owned()))
}

fn install_debian_compiler(repo: &Repo) -> Result<()> {
    const PACKAGES: &[&str] =
        &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy"];
    let linker = Path::new(DEBIAN_BIN).join("rust-lld");
    let installed = ["rustc", "cargo", "cargo-clippy"]
        .iter()
        .all(|name| Path::new(DEBIAN_BIN).join(name).exists());
    if !installed || !debian_library_source().is_dir() || fs::symlink_metadata(&linker).is_err() {
        debian::install(repo, PACKAGES)?;
    }
    if linker.exists() {
        return Ok(());
    }
    // `rust-lld` points at a linker whose package is only recommended, and whose number changes.
    let target = fs::read_link(&linker).context("rust-web-llvm brought no /usr/bin/rust-lld")?;
    let package = target.file_name().context("rust-lld points nowhere")?.to_string_lossy();
    debian::install(repo, &[package.as_ref()])
}

fn debian_library_source() -> PathBuf {
    Path::new(DEBIAN_LIBRARY).join("src/rust/library")
}

/// Builds the standard library from Debian's source, as rustc's own build does.
fn build_debian_library(repo: &Repo) -> Result<()> {
    let work = repo.wasm_target().join("std");
    let source = work.join("library");
    if source.exists() {
        fs::remove_dir_all(&source)?;
    }
    fs::create_dir_all(&work)?;
    // Followed links, for the source package links its vendored crates from elsewhere.
    Program::new("cp")
        .args(["-rL"])
        .arg(debian_library_source())
        .arg(&source)
        .succeed(&repo.log("setup-std-copy"))?;
    let output = work.join("out");
    Compiler::Debian
        .program(repo, "cargo")
        .within(&source)
        .args(["build", "--release", "--target", TARGET])
        .args(["--manifest-path", "sysroot/Cargo.toml", "--features", "compiler-builtins-mem"])
        .env("CARGO_TARGET_DIR", &output)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_DEFAULT_LIB_METADATA", "wasmstd")
        .env("RUSTFLAGS", "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes")
        .succeed(&repo.log("setup-std"))?;
    install_library(&output.join(TARGET).join("release/deps"))?;
    // With it go builds against an older library, which cargo would not notice.
    fs::remove_dir_all(repo.wasm_target()).context("cannot remove builds for WebAssembly")
}

/// Puts the built crates where the compiler looks, in place of those of an older compiler.
fn install_library(built: &Path) -> Result<()> {
    let library = Path::new(DEBIAN_LIBRARY).join(TARGET).join("lib");
    if library.exists() {
        fs::remove_dir_all(&library)?;
    }
    fs::create_dir_all(&library)?;
    for entry in fs::read_dir(built)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rlib")
            && let Some(name) = path.file_name()
        {
            fs::copy(&path, library.join(name))?;
        }
    }
    Ok(())
}
