//! What `cargo metadata` and git know about this workspace: packages, who depends on whom, and the files under version
//! control. It judges nothing.

use crate::shell;
use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, MetadataCommand};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

/// The workspace as it is on disk.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder with the root manifest.
    pub root: PathBuf,
    /// Where cargo builds.
    pub target: PathBuf,
    /// Every package of the workspace.
    pub packages: Vec<Package>,
}

/// One package of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The package's name, for example `rankfile-hall`.
    pub name: String,
    /// Its manifest.
    pub manifest: PathBuf,
    /// The name of the folder it lives in, for example `hall`.
    pub folder: String,
    /// Its direct dependencies, in the workspace and outside.
    pub dependencies: Vec<Dependency>,
}

/// One direct dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The package depended on.
    pub name: String,
    /// Whether it is a package of this workspace.
    pub inside: bool,
    /// Whether only tests use it.
    pub for_tests: bool,
}

/// A crate that a room brings along, by way of whatever it depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The room.
    pub room: String,
    /// The crate.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Workspace {
    /// Asks cargo about the workspace that this program was built in.
    ///
    /// *Errors*: cargo cannot read a manifest.
    pub fn load() -> Result<Workspace> {
        let metadata = MetadataCommand::new()
            .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
            .no_deps()
            .exec()
            .context("cargo cannot read the workspace")?;
        let inside: Vec<String> = metadata.packages.iter().map(|package| package.name.to_string()).collect();
        let packages = metadata.packages.iter().map(|package| describe(package, &inside)).collect();
        Ok(Workspace {
            root: metadata.workspace_root.clone().into_std_path_buf(),
            target: metadata.target_directory.clone().into_std_path_buf(),
            packages,
        })
    }

    /// What these rooms bring along into a program for the browser, tests left out.
    ///
    /// *Errors*: cargo cannot resolve the dependencies.
    pub fn carried(&self, is_asked: impl Fn(&str) -> bool) -> Result<Vec<Carried>> {
        let metadata = MetadataCommand::new()
            .manifest_path(self.root.join("Cargo.toml"))
            .other_options(["--filter-platform".to_owned(), "wasm32-unknown-unknown".to_owned()])
            .exec()
            .context("cargo cannot resolve the dependencies")?;
        let resolve = metadata.resolve.as_ref().context("cargo resolved nothing")?;
        let mut carried = vec![];
        for room in metadata.workspace_packages().into_iter().filter(|package| is_asked(&package.name)) {
            let (mut seen, mut left) = (BTreeSet::new(), vec![&room.id]);
            while let Some(id) = left.pop() {
                let node =
                    resolve.nodes.iter().find(|node| node.id == *id).context("a package without a node")?;
                let links = node
                    .deps
                    .iter()
                    .filter(|link| link.dep_kinds.iter().any(|facts| facts.kind == DependencyKind::Normal));
                left.extend(links.map(|link| &link.pkg).filter(|id| seen.insert((*id).clone())));
            }
            carried.extend(metadata.packages.iter().filter(|package| seen.contains(&package.id)).map(
                |package| Carried {
                    room: room.name.to_string(),
                    name: package.name.to_string(),
                    version: package.version.to_string(),
                },
            ));
        }
        Ok(carried)
    }

    /// Files that are, or would be, under version control, relative to the root.
    ///
    /// *Errors*: there is no git, or this is no checkout.
    pub fn files(&self) -> Result<Vec<PathBuf>> {
        let mut git = Command::new("git");
        git.current_dir(&self.root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let listing = shell::read(&mut git).context("tidy reads the list of files from git")?;
        let mut files: Vec<PathBuf> =
            listing.split('\0').filter(|path| !path.is_empty()).map(PathBuf::from).collect();
        files.retain(|path| self.root.join(path).is_file());
        files.sort();
        files.dedup();
        Ok(files)
    }
}

fn describe(package: &cargo_metadata::Package, inside: &[String]) -> Package {
    let manifest = package.manifest_path.clone().into_std_path_buf();
    let folder = manifest.parent().and_then(|folder| folder.file_name());
    let dependencies = package
        .dependencies
        .iter()
        .map(|dependency| Dependency {
            name: dependency.name.clone(),
            inside: dependency.path.is_some() && inside.contains(&dependency.name),
            for_tests: dependency.kind == DependencyKind::Development,
        })
        .collect();
    Package {
        name: package.name.to_string(),
        folder: folder.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        manifest,
        dependencies,
    }
}
