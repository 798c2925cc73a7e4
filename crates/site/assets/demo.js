// Stepping into a role of the demonstration: the key file is put where the signing pages look when no file is chosen. It is
// gone with the tab.
const page = document.getElementById("demo-step");

sessionStorage.setItem("key", document.getElementById("demo-key").textContent);
if (page.dataset.share) sessionStorage.setItem("share", document.getElementById("demo-share").textContent);
else sessionStorage.removeItem("share");
if (page.dataset.go) location.replace(page.dataset.go);
