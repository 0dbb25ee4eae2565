// A printed page says where it is from and when it was printed: the address holds the whole view.
const line = document.getElementById('printed');
addEventListener('beforeprint', () => {
  const now = new Date().toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
  line.textContent = `RNN & LSTM lab · printed ${now} · ${line.hasAttribute('data-secret') ? location.origin : location.href}`;
});
