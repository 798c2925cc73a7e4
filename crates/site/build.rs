//! Gathers the texts of each language into one file, so that adding a subject is adding a file; and has the desk built for
//! the browser.

#[path = "../desk/build_step.rs"]
mod desk;

use std::path::Path;
use std::{env, fs};

fn main() {
    desk::from_build_script();
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR").expect("cargo names the output folder");
    for language in ["en", "es"] {
        let folder = Path::new("texts").join(language);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files: Vec<_> = fs::read_dir(&folder)
            .expect("every language has a folder of texts")
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|e| e == "ftl"))
            .collect();
        files.sort();
        let texts: Vec<String> = files
            .iter()
            .map(|path| {
                println!("cargo::rerun-if-changed={}", path.display());
                fs::read_to_string(path).expect("texts are UTF-8")
            })
            .collect();
        fs::write(Path::new(&out).join(format!("{language}.ftl")), texts.join("\n"))
            .expect("the output folder can be written");
    }
}
