//! The disk fills up while ballots and acts arrive, at every place where a page more or less decides. The server stops and
//! says in plain words that the disk is full and what to do; when there is room again, everything that was answered is
//! there, the rest is answered, the audit passes. The disk is a file system of its own, kept small, so this test needs
//! the right to mount one.
#![allow(clippy::unwrap_used, reason = "a test may stop where its own disk fails it")]

use anyhow::{Context as _, Result, bail, ensure};
use rankfile::house::{House, write_secret};
use rankfile::pack;
use rankfile_sim::crash::client::{Client, Fate};
use rankfile_sim::crash::process::{Process, start_alone, while_none_starts};
use rankfile_sim::crash::scene::Scene;
use rankfile_sim::crash::server::Said;
use rankfile_sim::elections::rng;
use rankfile_sim::outsiders::absent;
use rankfile_store::fault::Fault;
use rankfile_store::writer::OpenFault;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What a file grows by on a disk, in bytes.
const PAGE: u64 = 4096;

/// A small file system, mounted until it is dropped.
struct Disk {
    folder: TempDir,
}

impl Disk {
    /// A disk of so many kibibytes; `None`, said loudly, where nobody may mount one.
    fn mount(kib: u32) -> Option<Disk> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kib}k,mode=700");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path());
        if start_alone(|| mount.output()).is_ok_and(|output| output.status.success()) {
            return Some(Disk { folder });
        }
        absent(
            "a disk that can be filled (mount -t tmpfs)",
            "run this test as root, or within `unshare -Urm`",
        );
        None
    }

    /// Makes the disk larger, as somebody does who has more room to give.
    fn grow(&self, kib: u32) -> Result<()> {
        let size = format!("remount,size={kib}k");
        let mut mount = Command::new("mount");
        mount.args(["-o", &size]).arg(self.folder.path());
        ensure!(start_alone(|| mount.status())?.success(), "the disk cannot be made larger");
        Ok(())
    }

    fn union(&self) -> PathBuf {
        self.folder.path().join("union")
    }

    fn ballast(&self) -> PathBuf {
        self.folder.path().join("ballast")
    }

    /// Fills the disk with something that has nothing to do with the union, except for so many bytes.
    fn fill_but(&self, free: u64) -> Result<()> {
        let mut ballast = File::create(self.ballast())?;
        let page = [0; PAGE as usize];
        while ballast.write_all(&page).is_ok() {}
        let length = ballast.metadata()?.len();
        Ok(ballast.set_len(length.checked_sub(free).context("the disk is too small for this")?)?)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: after a failed test a process may still be looking.
        let mut umount = Command::new("umount");
        umount.arg("-l").arg(self.folder.path());
        start_alone(|| umount.status()).ok();
    }
}

fn start(scene: &Scene, union: &Path) -> Result<Process> {
    Process::start(Path::new(env!("CARGO_BIN_EXE_crashling")), union, &scene.inbox(), scene.now, None)
}

/// Sends every letter to a server. The result is what stopped it, in its words.
fn serve(scene: &Scene, union: &Path, client: &mut Client<'_>) -> Result<Option<String>> {
    let mut server = start(scene, union)?;
    server.send(&client.letters(scene.letters.len(), &mut rng(3)))?;
    loop {
        match server.hear()?.context("it waits for more letters")? {
            Said::Stopped(why) => return Ok(Some(why)),
            Said::Done(_) => return Ok(None),
            said => client.hear(said)?,
        }
        if client.is_done() {
            server.end_letters();
        }
    }
}

/// The one sentence an operator reads.
fn check_words(why: &str) -> Result<()> {
    let told =
        why.starts_with("the disk holding ") && why.contains(" is full") && why.contains("free some space");
    ensure!(told, "this does not say that the disk is full and what to do: {why}");
    Ok(())
}

/// Reads the record while the disk is full. Either everything answered is there to be read, or it is said that the disk
/// is full: reading needs some room too. Nothing else may come out.
fn read_while_full(scene: &Scene, union: &Path, client: &Client<'_>) -> Result<bool> {
    let _alone = while_none_starts();
    let read = House::open(union, scene.now).and_then(|mut house| client.check(&mut house));
    let Err(fault) = read else { return Ok(true) };
    let store = match fault.downcast_ref() {
        Some(OpenFault::Store(fault)) => Some(fault),
        _ => fault.downcast_ref::<Fault>(),
    };
    match store {
        Some(full @ Fault::DiskFull { .. }) => check_words(&full.to_string()).map(|()| false),
        _ => bail!("on a full disk: {fault:#}"),
    }
}

/// With room again: everything answered is there, the rest is answered, the audit finds nothing.
fn recover(scene: &Scene, union: &Path, client: &mut Client<'_>) -> Result<()> {
    let look = |client: &Client<'_>| {
        let _alone = while_none_starts();
        client.check(&mut House::open(union, scene.now)?)
    };
    look(client)?;
    if let Some(why) = serve(scene, union, client)? {
        bail!("there is room again, and yet: {why}");
    }
    let fate = look(client)?;
    ensure!(fate == Fate { answered: scene.letters.len(), kept: 0, gone: 0 }, "{fate:?}");
    let on_disk = pack::read(union)?;
    let (report, _) = rankfile_hall::audit::audit(&on_disk.record, &|_, _, _| {});
    ensure!(report.findings.is_empty() && report.elections[0].verdict == "open", "{:?}", report.findings);
    ensure!(pack::check_public(&on_disk).is_empty(), "the public files are not the record's");
    Ok(())
}

#[test]
fn a_disk_that_fills_up_stops_the_server_and_loses_nothing() {
    let Some(disk) = Disk::mount(1200) else { return };
    let scene = Scene::prepare(120).unwrap();
    scene.copy_to(&disk.union()).unwrap();
    let mut client = Client::new(&scene);
    let why =
        serve(&scene, &disk.union(), &mut client).unwrap().expect("the disk is too large for this test");
    println!("{why}");
    check_words(&why).unwrap();
    read_while_full(&scene, &disk.union(), &client).unwrap();
    disk.grow(32_000).unwrap();
    recover(&scene, &disk.union(), &mut client).unwrap();
    let alone = while_none_starts();
    scene.finish(House::open(&disk.union(), scene.now).unwrap()).unwrap();
    drop(alone);
}

#[test]
fn wherever_the_last_page_is_missing_it_is_said_and_nothing_is_lost() {
    let Some(disk) = Disk::mount(32_000) else { return };
    let scene = Scene::prepare(24).unwrap();
    let (mut stopped, mut shut, mut free) = (BTreeMap::<&str, usize>::new(), 0, 0);
    while let Some((place, reads)) = fill_and_recover(&disk, &scene, free).unwrap() {
        *stopped.entry(place).or_default() += 1;
        shut += usize::from(!reads);
        // Page by page while a single commit decides, then in strides.
        free += 1 + free / 40;
    }
    println!("full at {stopped:?}, {shut} times too full to read");
    assert!(stopped.values().sum::<usize>() > 40, "{stopped:?} are too few to mean anything");
    assert!(
        stopped.contains_key(PLACES[0]) && stopped.contains_key(PLACES[2]),
        "{stopped:?} leaves parts out"
    );
}

/// The parts of a data directory, as a fault names them.
const PLACES: [&str; 3] = ["the data", "the lock store", "the published files"];

/// One disk with so many pages free: the part that was being written when it was full, and whether the record could be
/// read then. Nothing when all letters were answered.
fn fill_and_recover(disk: &Disk, scene: &Scene, free: u64) -> Result<Option<(&'static str, bool)>> {
    scene.copy_to(&disk.union())?;
    disk.fill_but(free * PAGE)?;
    let mut client = Client::new(scene);
    let why = serve(scene, &disk.union(), &mut client)?;
    let found = match &why {
        Some(why) => {
            check_words(why).with_context(|| format!("{free} pages free"))?;
            let place = PLACES.into_iter().find(|place| why.contains(place)).context("no part is named")?;
            Some((place, read_while_full(scene, &disk.union(), &client)?))
        }
        None => None,
    };
    fs::remove_file(disk.ballast())?;
    recover(scene, &disk.union(), &mut client).with_context(|| format!("{free} pages free"))?;
    fs::remove_dir_all(disk.union())?;
    Ok(found)
}

#[test]
fn a_secret_that_did_not_fit_leaves_nothing_in_the_way() {
    let Some(disk) = Disk::mount(1000) else { return };
    let file = disk.folder.path().join("secret");
    disk.fill_but(PAGE).unwrap();
    let secret = [b'x'; 3 * PAGE as usize];
    assert!(write_secret(&file, &secret).unwrap_err().to_string().contains("make room"));
    assert!(!file.exists(), "half a secret was left");
    fs::remove_file(disk.ballast()).unwrap();
    write_secret(&file, &secret).unwrap();
    assert_eq!(fs::read(&file).unwrap(), secret);
}
