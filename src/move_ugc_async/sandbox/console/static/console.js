// Built by `make web-assets` from web/. Contains packages whose licenses are in LICENSE-console.txt.
var fe,b,at,mo,M,st,lt,ut,Fe,ie,ee,ct,Ue,qe,je,pt,ue={},ce=[],ho=/acit|ex(?:s|g|n|p|$)|rph|grid|ows|mnc|ntw|ine[ch]|zoo|^ord|itera/i,_e=Array.isArray;function j(e,t){
for(var o in t)e[o]=t[o];return e}function We(e){e&&e.parentNode&&e.parentNode.removeChild(e)}function bo(e,t,o){var s,i,r,a={};for(r in t)r=="key"?s=t[r]:r=="r\
ef"?i=t[r]:a[r]=t[r];if(arguments.length>2&&(a.children=arguments.length>3?fe.call(arguments,2):o),typeof e=="function"&&e.defaultProps!=null)for(r in e.defaultProps)
a[r]===void 0&&(a[r]=e.defaultProps[r]);return ae(e,a,s,i,null)}function ae(e,t,o,s,i){var r={type:e,props:t,key:o,ref:s,__k:null,__:null,__b:0,__e:null,__c:null,
constructor:void 0,__v:i??++at,__i:-1,__u:0};return i==null&&b.vnode!=null&&b.vnode(r),r}function d(e){return e.children}function le(e,t){this.props=e,this.context=t}function B(e,t){if(t==null)return e.__?B(e.__,e.__i+1):null;for(var o;t<e.__k.length;t++)
if((o=e.__k[t])!=null&&o.__e!=null)return o.__e;return typeof e.type=="function"?B(e):null}function vo(e){if(e.__P&&e.__d){var t=e.__v,o=t.__e,s=[],i=[],r=j({},
t);r.__v=t.__v+1,b.vnode&&b.vnode(r),He(e.__P,r,t,e.__n,e.__P.namespaceURI,32&t.__u?[o]:null,s,o??B(t),!!(32&t.__u),i),r.__v=t.__v,r.__.__k[r.__i]=r,ht(s,r,i),t.
__e=t.__=null,r.__e!=o&&ft(r)}}function ft(e){if((e=e.__)!=null&&e.__c!=null)return e.__e=e.__c.base=null,e.__k.some(function(t){if(t!=null&&t.__e!=null)return e.
__e=e.__c.base=t.__e}),ft(e)}function Me(e){(!e.__d&&(e.__d=!0)&&M.push(e)&&!pe.__r++||st!=b.debounceRendering)&&((st=b.debounceRendering)||lt)(pe)}function pe(){
try{for(var e,t=1;M.length;)M.length>t&&M.sort(ut),e=M.shift(),t=M.length,vo(e)}finally{M.length=pe.__r=0}}function _t(e,t,o,s,i,r,a,u,p,c,f){var h,l,_,g,R,T,x=s&&
s.__k||ce,v=t.length;for(p=yo(o,t,x,p,v),h=0;h<v;h++)(_=o.__k[h])!=null&&(l=_.__i!=-1&&x[_.__i]||ue,_.__i=h,T=He(e,_,l,i,r,a,u,p,c,f),g=_.__e,_.ref&&l.ref!=_.ref&&
(l.ref&&Be(l.ref,null,_),f.push(_.ref,_.__c||g,_)),R==null&&g!=null&&(R=g),4&_.__u?(p=mt(_,p,e),l.__e&&(l.__e=null)):typeof _.type=="function"&&T!==void 0?p=T:g&&
(p=g.nextSibling),_.__u&=-7);return o.__e=R,p}function yo(e,t,o,s,i){var r,a,u,p,c,f=o.length,h=f,l=0;for(e.__k=new Array(i),r=0;r<i;r++)(a=t[r])!=null&&typeof a!=
"boolean"&&typeof a!="function"?(typeof a=="string"||typeof a=="number"||typeof a=="bigint"||a.constructor==String?a=e.__k[r]=ae(null,a,null,null,null):_e(a)?a=
e.__k[r]=ae(d,{children:a},null,null,null):a.constructor===void 0&&a.__b>0?a=e.__k[r]=ae(a.type,a.props,a.key,a.ref?a.ref:null,a.__v):e.__k[r]=a,p=r+l,a.__=e,a.
__b=e.__b+1,u=null,(c=a.__i=go(a,o,p,h))!=-1&&(h--,(u=o[c])&&(u.__u|=2)),u==null||u.__v==null?(c==-1&&(i>f?l--:i<f&&l++),typeof a.type!="function"&&(a.__u|=4)):
c!=p&&(c==p-1?l--:c==p+1?l++:(c>p?l--:l++,a.__u|=4))):e.__k[r]=null;if(h)for(r=0;r<f;r++)(u=o[r])!=null&&(2&u.__u)==0&&(u.__e==s&&(s=B(u)),vt(u,u));return s}function mt(e,t,o){
var s,i;if(typeof e.type=="function"){for(s=e.__k,i=0;s&&i<s.length;i++)s[i]&&(s[i].__=e,t=mt(s[i],t,o));return t}e.__e!=t&&(t&&e.type&&!t.parentNode&&(t=B(e)),
t=o.insertBefore(e.__e,t||null));do t=t&&t.nextSibling;while(t!=null&&t.nodeType==8);return t}function go(e,t,o,s){var i,r,a,u=e.key,p=e.type,c=t[o],f=c!=null&&(2&c.__u)==0;if(c===null&&u==null||f&&u==c.key&&p==c.type)return o;if(s>(f?1:0)){for(i=o-1,r=o+
1;i>=0||r<t.length;)if((c=t[a=i>=0?i--:r++])!=null&&(2&c.__u)==0&&u==c.key&&p==c.type)return a}return-1}function rt(e,t,o){t[0]=="-"?e.setProperty(t,o??""):e[t]=
o==null?"":typeof o!="number"||ho.test(t)?o:o+"px"}function re(e,t,o,s,i){var r,a;e:if(t=="style")if(typeof o=="string")e.style.cssText=o;else{if(typeof s=="str\
ing"&&(e.style.cssText=s=""),s)for(t in s)o&&t in o||rt(e.style,t,"");if(o)for(t in o)s&&o[t]==s[t]||rt(e.style,t,o[t])}else if(t[0]=="o"&&t[1]=="n")r=t!=(t=t.replace(
ct,"$1")),a=t.toLowerCase(),t=a in e||t=="onFocusOut"||t=="onFocusIn"?a.slice(2):t.slice(2),e.l||(e.l={}),e.l[t+r]=o,o?s?o[ee]=s[ee]:(o[ee]=Ue,e.addEventListener(
t,r?je:qe,r)):e.removeEventListener(t,r?je:qe,r);else{if(i=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&
t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{e[t]=o??"";break e}catch{}
typeof o=="function"||(o==null||o===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&o==1?"":o))}}function it(e){return function(t){if(this.l){
var o=this.l[t.type+e];if(t[ie]==null)t[ie]=Ue++;else if(t[ie]<o[ee])return;return o(b.event?b.event(t):t)}}}function He(e,t,o,s,i,r,a,u,p,c){var f,h,l,_,g,R,T,
x,v,L,X,H,Z,nt,se,De,D=t.type;if(t.constructor!==void 0)return null;128&o.__u&&(p=!!(32&o.__u),r=[u=t.__e=o.__e]),(f=b.__b)&&f(t);e:if(typeof D=="function"){h=a.
length;try{if(v=t.props,L=D.prototype&&D.prototype.render,X=(f=D.contextType)&&s[f.__c],H=f?X?X.props.value:f.__:s,o.__c?x=(l=t.__c=o.__c).__=l.__E:(L?t.__c=l=new D(
v,H):(t.__c=l=new le(v,H),l.constructor=D,l.render=wo),X&&X.sub(l),l.state||(l.state={}),l.__n=s,_=l.__d=!0,l.__h=[],l._sb=[]),L&&l.__s==null&&(l.__s=l.state),L&&
D.getDerivedStateFromProps!=null&&(l.__s==l.state&&(l.__s=j({},l.__s)),j(l.__s,D.getDerivedStateFromProps(v,l.__s))),g=l.props,R=l.state,l.__v=t,_)L&&D.getDerivedStateFromProps==
null&&l.componentWillMount!=null&&l.componentWillMount(),L&&l.componentDidMount!=null&&l.__h.push(l.componentDidMount);else{if(L&&D.getDerivedStateFromProps==null&&
v!==g&&l.componentWillReceiveProps!=null&&l.componentWillReceiveProps(v,H),t.__v==o.__v||!l.__e&&l.shouldComponentUpdate!=null&&l.shouldComponentUpdate(v,l.__s,
H)===!1){t.__v!=o.__v&&(l.props=v,l.state=l.__s,l.__d=!1),t.__e=o.__e,t.__k=o.__k,t.__k.some(function(J){J&&(J.__=t)}),ce.push.apply(l.__h,l._sb),l._sb=[],l.__h.
length&&a.push(l),u=B(o);break e}l.componentWillUpdate!=null&&l.componentWillUpdate(v,l.__s,H),L&&l.componentDidUpdate!=null&&l.__h.push(function(){l.componentDidUpdate(
g,R,T)})}if(l.context=H,l.props=v,l.__P=e,l.__e=!1,Z=b.__r,nt=0,L)l.state=l.__s,l.__d=!1,Z&&Z(t),f=l.render(l.props,l.state,l.context),ce.push.apply(l.__h,l._sb),
l._sb=[];else do l.__d=!1,Z&&Z(t),f=l.render(l.props,l.state,l.context),l.state=l.__s;while(l.__d&&++nt<25);l.state=l.__s,l.getChildContext!=null&&(s=j(j({},s),
l.getChildContext())),L&&!_&&l.getSnapshotBeforeUpdate!=null&&(T=l.getSnapshotBeforeUpdate(g,R)),se=f!=null&&f.type===d&&f.key==null?bt(f.props.children):f,u=_t(
e,_e(se)?se:[se],t,o,s,i,r,a,u,p,c),l.base=t.__e,t.__u&=-161,l.__h.length&&a.push(l),x&&(l.__E=l.__=null)}catch(J){if(a.length=h,t.__v=null,p||r!=null){if(J.then){
for(t.__u|=p?160:128;u&&u.nodeType==8&&u.nextSibling;)u=u.nextSibling;r!=null&&(r[r.indexOf(u)]=null),t.__e=u}else if(r!=null)for(De=r.length;De--;)We(r[De])}else
t.__e=o.__e;t.__k==null&&(t.__k=o.__k||[]),J.then||dt(t),b.__e(J,t,o)}}else r==null&&t.__v==o.__v?(t.__k=o.__k,t.__e=o.__e):u=t.__e=ko(o.__e,t,o,s,i,r,a,p,c);return(f=
b.diffed)&&f(t),128&t.__u?void 0:u}function dt(e){e&&(e.__c&&(e.__c.__e=!0),e.__k&&e.__k.some(dt))}function ht(e,t,o){for(var s=0;s<o.length;s++)Be(o[s],o[++s],
o[++s]);b.__c&&b.__c(t,e),e.some(function(i){try{e=i.__h,i.__h=[],e.some(function(r){r.call(i)})}catch(r){b.__e(r,i.__v)}})}function bt(e){return typeof e!="obj\
ect"||e==null||e.__b>0?e:_e(e)?e.map(bt):e.constructor!==void 0?null:j({},e)}function ko(e,t,o,s,i,r,a,u,p){var c,f,h,l,_,g,R,T=o.props||ue,x=t.props,v=t.type;if(v==
"svg"?i="http://www.w3.org/2000/svg":v=="math"?i="http://www.w3.org/1998/Math/MathML":i||(i="http://www.w3.org/1999/xhtml"),r!=null){for(c=0;c<r.length;c++)if((_=
r[c])&&"setAttribute"in _==!!v&&(v?_.localName==v:_.nodeType==3)){e=_,r[c]=null;break}}if(e==null){if(v==null)return document.createTextNode(x);e=document.createElementNS(
i,v,x.is&&x),u&&(b.__m&&b.__m(t,r),u=!1),r=null}if(v==null)T===x||u&&e.data==x||(e.data=x);else{if(r=v=="textarea"&&x.defaultValue!=null?null:r&&fe.call(e.childNodes),
!u&&r!=null)for(T={},c=0;c<e.attributes.length;c++)T[(_=e.attributes[c]).name]=_.value;for(c in T)_=T[c],c=="dangerouslySetInnerHTML"?h=_:c=="children"||c in x||
c=="value"&&"defaultValue"in x||c=="checked"&&"defaultChecked"in x||re(e,c,null,_,i);for(c in x)_=x[c],c=="children"?l=_:c=="dangerouslySetInnerHTML"?f=_:c=="va\
lue"?g=_:c=="checked"?R=_:u&&typeof _!="function"||T[c]===_||re(e,c,_,T[c],i);if(f)u||h&&(f.__html==h.__html||f.__html==e.innerHTML)||(e.innerHTML=f.__html),t.__k=
[];else if(h&&(e.innerHTML=""),_t(t.type=="template"?e.content:e,_e(l)?l:[l],t,o,s,v=="foreignObject"?"http://www.w3.org/1999/xhtml":i,r,a,r?r[0]:o.__k&&B(o,0),
u,p),r!=null)for(c=r.length;c--;)We(r[c]);u&&v!="textarea"||(c="value",v=="progress"&&g==null?e.removeAttribute("value"):g!=null&&(g!==e[c]||v=="progress"&&!g||
v=="option"&&g!=T[c])&&re(e,c,g,T[c],i),c="checked",R!=null&&R!=e[c]&&re(e,c,R,T[c],i))}return e}function Be(e,t,o){try{if(typeof e=="function"){var s=typeof e.
__u=="function";s&&e.__u(),s&&t==null||(e.__u=e(t))}else e.current=t}catch(i){b.__e(i,o)}}function vt(e,t,o){var s,i;if(b.unmount&&b.unmount(e),(s=e.ref)&&(s.current&&
s.current!=e.__e||Be(s,null,t)),(s=e.__c)!=null){if(s.componentWillUnmount)try{s.componentWillUnmount()}catch(r){b.__e(r,t)}s.base=s.__P=s.__n=null}if(s=e.__k)for(i=
0;i<s.length;i++)s[i]&&vt(s[i],t,o||typeof e.type!="function");o||We(e.__e),e.__c=e.__=e.__e=void 0}function wo(e,t,o){return this.constructor(e,o)}function yt(e,t,o){
var s,i,r,a;t==document&&(t=document.documentElement),b.__&&b.__(e,t),i=(s=typeof o=="function")?null:o&&o.__k||t.__k,r=[],a=[],He(t,e=(!s&&o||t).__k=bo(d,null,
[e]),i||ue,ue,t.namespaceURI,!s&&o?[o]:i?null:t.firstChild?fe.call(t.childNodes):null,r,!s&&o?o:i?i.__e:t.firstChild,s,a),ht(r,e,a),e.props.children=null}function gt(e){function t(o){var s,i;return this.getChildContext||(s=new Set,(i={})[t.__c]=this,this.getChildContext=function(){return i},this.componentWillUnmount=
function(){s=null},this.shouldComponentUpdate=function(r){this.props.value!=r.value&&s.forEach(function(a){a.__e=!0,Me(a)})},this.sub=function(r){s.add(r);var a=r.
componentWillUnmount;r.componentWillUnmount=function(){s&&s.delete(r),a&&a.call(r)}}),o.children}return t.__c="__cC"+pt++,t.__=e,t.Provider=t.__l=(t.Consumer=function(o,s){
return o.children(s)}).contextType=t,t}fe=ce.slice,b={__e:function(e,t,o,s){for(var i,r,a;t=t.__;)if((i=t.__c)&&!i.__)try{if((r=i.constructor)&&r.getDerivedStateFromError!=
null&&(i.setState(r.getDerivedStateFromError(e)),a=i.__d),i.componentDidCatch!=null&&(i.componentDidCatch(e,s||{}),a=i.__d),a)return i.__E=i}catch(u){e=u}throw e}},
at=0,mo=function(e){return e!=null&&e.constructor===void 0},le.prototype.setState=function(e,t){var o;o=this.__s!=null&&this.__s!=this.state?this.__s:this.__s=j(
{},this.state),typeof e=="function"&&(e=e(j({},o),this.props)),e&&j(o,e),e!=null&&this.__v&&(t&&this._sb.push(t),Me(this))},le.prototype.forceUpdate=function(e){
this.__v&&(this.__e=!0,e&&this.__h.push(e),Me(this))},le.prototype.render=d,M=[],lt=typeof Promise=="function"?Promise.prototype.then.bind(Promise.resolve()):setTimeout,
ut=function(e,t){return e.__v.__b-t.__v.__b},pe.__r=0,Fe=Math.random().toString(8),ie="__d"+Fe,ee="__a"+Fe,ct=/(PointerCapture)$|Capture$/i,Ue=0,qe=it(!1),je=it(
!0),pt=0;var G=class extends Error{constructor(t,o){super(o),this.status=t}},xo="The sandbox cannot be reached: is it still running?",Ve="move-sandbox-key",kt=1e4,me=class{key=sessionStorage.
getItem(Ve);async loadKey(){let t=await Je("console/key",{headers:{"x-move-console":"1"},signal:AbortSignal.timeout(kt)}),o=await Ge(t);if(!t.ok)throw new G(t.status,
o.message);this.key=o.api_key}setKey(t){this.key=t,sessionStorage.setItem(Ve,t)}forgetKey(){this.key=null,sessionStorage.removeItem(Ve)}async send(t,o,s){let i=s===
void 0?void 0:JSON.stringify(s),r=await this.#e(`sandbox/${o}`,{method:t,body:i,signal:AbortSignal.timeout(kt)}),a=await Ge(r);if(!r.ok)throw new G(r.status,a.message??
`The sandbox answered with status ${r.status}.`);return a}async openEvents(t){let o=await this.#e("sandbox/events",{signal:t});if(!o.ok)throw new G(o.status,(await Ge(
o)).message);return o.body.pipeThrough(new TextDecoderStream).getReader()}async query(t,o){let s=performance.now(),i=await this.#e("ugc/graphql",{method:"POST",
body:JSON.stringify(t),signal:o}),r=await i.text();return{status:i.status,text:r,duration:performance.now()-s}}async asset(t){return(await Je(`console/${t}`,{})).
text()}#e(t,o){return Je(t,{...o,headers:{authorization:this.key??"","content-type":"application/json"}})}};async function Je(e,t){try{return await fetch(e,t)}catch(o){
throw t.signal?.aborted&&o.name==="AbortError"?o:new G(0,o.name==="TimeoutError"?"The sandbox does not respond.":xo)}}async function Ge(e){try{return JSON.parse(
await e.text())}catch{return{}}}var de=class{#e="";#t=[];push(t){let o=(this.#e+t).split(/\r\n|\n/);this.#e=o.pop();let s=[];for(let i of o)i.startsWith("data:")?this.#t.push(i.slice(5).replace(
/^ /,"")):i===""&&this.#t.length&&s.push(this.#t.splice(0).join(`
`));return s}};var wt=12e3,Ke=500,To=5e3,he=class{#e;#t;#o=Ke;#n=()=>{};constructor(t,o){this.#e=t,this.#t=o}async start(){for(addEventListener("online",()=>this.retry());;){try{
this.#e.key===null&&await this.#e.loadKey(),await this.#s(),this.#t.setStatus("lost")}catch(t){this.#r(t)}await this.#i()}}retry(){this.#o=Ke,this.#n()}async#s(){
let t=new AbortController,o=setTimeout(()=>t.abort(),wt);try{let s=await this.#e.openEvents(t.signal),i=new de;for(;;){let{done:r,value:a}=await s.read();if(r)return;
clearTimeout(o),o=setTimeout(()=>t.abort(),wt);for(let u of i.push(a))this.#t.apply(JSON.parse(u));this.#o=Ke}}finally{clearTimeout(o),t.abort()}}#r(t){t.status===
401?(this.#e.forgetKey(),this.#t.setStatus("locked","The sandbox does not accept this API key.")):t.status===403?this.#t.setStatus("locked"):this.#t.setStatus(t.
name==="AbortError"?"silent":"lost")}#i(){let t=this.#o;return this.#o=Math.min(t*2,To),new Promise(o=>{let s=setTimeout(o,t);this.#n=()=>{clearTimeout(s),o()}})}};function be(e){return e.replace(/^([a-z]+-[0-9a-f]{8})-.*$/,"$1")}function I({name:e,id:t}){return e||be(t)}function ve({operation:e,fields:t,path:o}){return e||
t.join(", ")||o.replace(/([a-z]+-[0-9a-f]{8})-[0-9a-f-]{27}/g,"$1…")}var So=[[60,"s",1],[3600,"min",60],[86400,"h",3600],[1/0,"d",86400]];function xt(e,t){let o=Math.
floor((t-Date.parse(e))/1e3);if(o<1)return"now";let[,s,i]=So.find(([r])=>o<r);return`${Math.floor(o/i)} ${s} ago`}function te(e){return new Date(e).toISOString().
slice(0,19).replace("T"," ")}function U(e){if(e===null)return"–";if(e<1e3)return`${e} B`;let t=Math.min(Math.floor(Math.log10(e)/3),4);return`${(e/1e3**t).toPrecision(
3)} ${["","kB","MB","GB","TB"][t]}`}function ye(e){return e===null?"…":e<.0995?`${(e*1e3).toFixed(1)} ms`:e<.9995?`${Math.round(e*1e3)} ms`:`${e.toFixed(1)} s`}function Tt(e,t){let o=[];for(let[s,i]of[["jobs","Job"],["volumes","Volume"]]){let r=new Map(e[s].map(({id:a,state:u})=>[a,u]));for(let a of t[s])(a.state==="FI\
NISHED"||a.state==="FAILED")&&r.has(a.id)&&r.get(a.id)!==a.state&&o.push(`${i} ${I(a)} ${a.state.toLowerCase()}.`)}return o.join(" ")}var Co=8e3,ge=class{status="connecting";reason="";sections=null;clock=null;toasts=[];news="";#e=new Set;#t=0;subscribe(t){return this.#e.add(t),()=>this.#e.delete(
t)}apply({clock:t,...o}){let s=this.sections;this.sections={...s,...o},this.clock={...t,at:performance.now()},this.news=s&&Tt(s,this.sections)||this.news,this.status=
"live",this.#o()}setStatus(t,o=""){this.status=t,this.reason=o,this.#o()}async attempt(t,o){try{let s=await t();return o&&this.show("done",o),s}catch(s){this.show(
"error",s.message);return}}show(t,o){let s=++this.#t;this.toasts=[...this.toasts.slice(-3),{id:s,kind:t,text:o}],this.#o(),setTimeout(()=>this.dismiss(s),Co)}dismiss(t){
this.toasts=this.toasts.filter(o=>o.id!==t),this.#o()}#o(){for(let t of this.#e)t()}};var K,y,ze,St,we=0,At=[],k=b,Ct=k.__b,Et=k.__r,It=k.diffed,Ot=k.__c,Pt=k.unmount,Rt=k.__;function xe(e,t){k.__h&&k.__h(y,e,we||t),we=0;var o=y.__H||(y.__H={__:[],
__h:[]});return e>=o.__.length&&o.__.push({}),o.__[e]}function w(e){return we=1,Eo(Dt,e)}function Eo(e,t,o){var s=xe(K++,2);if(s.t=e,!s.__c&&(s.__=[o?o(t):Dt(void 0,
t),function(u){var p=s.__N?s.__N[0]:s.__[0],c=s.t(p,u);p!==c&&(s.__N=[c,s.__[1]],s.__c.setState({}))}],s.__c=y,!y.__f)){var i=function(u,p,c){if(!s.__c.__H)return!0;
var f=!1,h=s.__c.props!==u;if(s.__c.__H.__.some(function(_){if(_.__N){f=!0;var g=_.__[0];_.__=_.__N,_.__N=void 0,g!==_.__[0]&&(h=!0)}}),r){var l=r.call(this,u,p,
c);return f?l||h:l}return!f||h};y.__f=!0;var r=y.shouldComponentUpdate,a=y.componentWillUpdate;y.componentWillUpdate=function(u,p,c){if(this.__e){var f=r;r=void 0,
i(u,p,c),r=f}a&&a.call(this,u,p,c)},y.shouldComponentUpdate=i}return s.__N||s.__}function O(e,t){var o=xe(K++,3);!k.__s&&Lt(o.__H,t)&&(o.__=e,o.u=t,y.__H.__h.push(
o))}function P(e){return we=5,Io(function(){return{current:e}},[])}function Io(e,t){var o=xe(K++,7);return Lt(o.__H,t)&&(o.__=e(),o.__H=t,o.__h=e),o.__}function Nt(e){var t=y.context[e.__c],o=xe(K++,9);return o.c=e,t?(o.__==null&&(o.__=!0,t.sub(y)),t.props.value):e.__}function Oo(){for(var e;e=At.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(ke),t.__h.some(Ye),t.__h=[]}catch(o){t.__h=[],k.__e(o,e.__v)}}}k.__b=function(e){y=
null,Ct&&Ct(e)},k.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),Rt&&Rt(e,t)},k.__r=function(e){Et&&Et(e),K=0;var t=(y=e.__c).__H;t&&(ze===y?(t.__h=[],
y.__h=[],t.__.some(function(o){o.__N&&(o.__=o.__N),o.u=o.__N=void 0})):(t.__h.some(ke),t.__h.some(Ye),t.__h=[],K=0)),ze=y},k.diffed=function(e){It&&It(e);var t=e.
__c;t&&t.__H&&(t.__H.__h.length&&(At.push(t)!==1&&St===k.requestAnimationFrame||((St=k.requestAnimationFrame)||Po)(Oo)),t.__H.__.some(function(o){o.u&&(o.__H=o.
u,o.u=void 0)})),ze=y=null},k.__c=function(e,t){t.some(function(o){try{o.__h.some(ke),o.__h=o.__h.filter(function(s){return!s.__||Ye(s)})}catch(s){t.some(function(i){
i.__h&&(i.__h=[])}),t=[],k.__e(s,o.__v)}}),Ot&&Ot(e,t)},k.unmount=function(e){Pt&&Pt(e);var t,o=e.__c;o&&o.__H&&(o.__H.__.some(function(s){try{ke(s)}catch(i){t=
i}}),o.__H=void 0,t&&k.__e(t,o.__v))};var $t=typeof requestAnimationFrame=="function";function Po(e){var t,o=function(){clearTimeout(s),$t&&cancelAnimationFrame(
t),setTimeout(e)},s=setTimeout(o,35);$t&&(t=requestAnimationFrame(o))}function ke(e){var t=y,o=e.__c;typeof o=="function"&&(e.__c=void 0,o()),y=t}function Ye(e){
var t=y;e.__c=e.__(),y=t}function Lt(e,t){return!e||e.length!==t.length||t.some(function(o,s){return o!==e[s]})}function Dt(e,t){return typeof t=="function"?t(e):
t}function Qe(e){let[t="",o=""]=e.replace(/^#\/?/,"").split("/");try{return{view:t||"overview",id:decodeURIComponent(o)||null}}catch{return{view:"overview",id:null}}}
function S(e,t){return`#/${e==="overview"?"":e}${t?`/${encodeURIComponent(t)}`:""}`}function Ft({now:e,rate:t,at:o},s=performance.now()){return Date.parse(e)+(s-o)*t}var Xe=gt(null);function m(){return Nt(Xe)}function qt(e){let[,t]=w(0);O(()=>e.subscribe(()=>t(o=>o+1)),[e])}function Te(){let{store:e}=m(),[,t]=w(0);return O(()=>{
let o=setInterval(()=>document.hidden||t(s=>s+1),1e3);return()=>clearInterval(o)},[]),Ft(e.clock)}var Ro=0;function n(e,t,o,s,i,r){t||(t={});var a,u,p=t;if("ref"in p)for(u in p={},t)u=="ref"?a=t[u]:p[u]=t[u];var c={type:e,props:p,key:o,ref:a,__k:null,__:null,__b:0,__e:null,
__c:null,constructor:void 0,__v:--Ro,__i:-1,__u:0,__source:i,__self:r};if(typeof e=="function"&&(a=e.defaultProps))for(u in a)p[u]===void 0&&(p[u]=a[u]);return b.
vnode&&b.vnode(c),c}var Se={query:`query ListJobs {
  listJobs(first: 5) {
    items {
      id
      progress {
        state
        percentageComplete
      }
    }
  }
}
`,variables:"{}"};function jt({heading:e}){let{api:t}=m(),o=P(null),[s,i]=w("loading");return O(()=>{let r=null,a=!1;return Promise.all([import("./explorer.js"),
t.asset("schema.graphql")]).then(([{createExplorer:u},p])=>{a||(r=u(o.current,{schema:p,draft:Se,run:(c,f)=>t.query(c,f)}),i("ready"))},()=>i("failed")),()=>{a=
!0,r?.dispose()}},[]),n(d,{children:[n("h1",{tabIndex:-1,ref:e,children:"Explorer"}),n("p",{class:"dim",children:["Requests go to this sandbox, with its API key\
. ",n("kbd",{children:"Ctrl"})," ",n("kbd",{children:"Enter"})," runs, ",n("kbd",{children:"Ctrl"})," ",n("kbd",{children:"Space"})," completes, ",n("kbd",{children:"\
Esc"})," ",n("kbd",{children:"Tab"})," leaves an editor."]}),s==="failed"&&n("p",{class:"problem",role:"alert",children:"The explorer cannot be loaded: is the s\
andbox still running?"}),n("div",{class:"explorer",ref:o,"aria-busy":s==="loading"})]})}var Ce={unavailable:{label:"Status 503, service unavailable",fault:{status:{code:503}},late:!0},throttled:{label:"Throttled by AppSync",fault:{graphql:{error_type:"\
ThrottlingException",message:"Rate exceeded"}},late:!0},drop:{label:"Connection closed without a response",fault:{drop:{}},late:!0},reset:{label:"Connection res\
et",fault:{drop:{reset:!0}},late:!0},stall:{label:"No response, connection stays open",fault:{stall:{}},late:!0},delay:{label:"Response 5 s late",fault:{delay:{
seconds:5}},late:!0},truncate:{label:"Response cut in the middle",fault:{truncate:{share:.5}},late:!1},drip:{label:"Response at 1 kB/s",fault:{drip:{bytes_per_second:1e3}},
late:!1},html:{label:"A page instead of JSON",fault:{garbage:{kind:"html"}},late:!0},json:{label:"JSON that ends in the middle",fault:{garbage:{kind:"json"}},late:!0}},
Ee={graphql:{label:"All GraphQL requests",conditions:{path:"/ugc/graphql"}},uploads:{label:"Uploads",conditions:{method:"PUT",path:"/move-ugc-sandbox/*"}},downloads:{
label:"Downloads",conditions:{method:"GET",path:"/move-ugc-sandbox/*"}}};function Mt({fault:e,target:t,times:o,afterWork:s}){let{fault:i,late:r}=Ce[e],[[a,u]]=Object.
entries(i),p={[a]:r&&s?{...u,after_work:!0}:u},c=Ee[t]?.conditions??{operation:t};return o===null?{faults:p,...c}:{faults:p,...c,times:o}}function Ie(e){if(e===
null)return"none";let[[t,o]]=Object.entries(e),s=o.code??o.error_type??o.kind??(o.seconds&&`${o.seconds} s`)??"";return[t,s,o.after_work&&"after work"].filter(Boolean).
join(" ")}function Ut({operation:e,method:t,path:o}){return Object.values(Ee).find(({conditions:i})=>!e&&i.path===o&&(i.method??null)===t)?.label??([e,t,o].filter(
Boolean).join(" ")||"All requests")}function F({label:e,text:t}){return n("figure",{class:"snippet",children:[n("figcaption",{children:[e," ",n(z,{text:t,what:e})]}),n("pre",{tabIndex:0,"aria-labe\
l":e,children:t})]})}function z({text:e,what:t}){let{store:o}=m(),[s,i]=w(!1),r=async()=>{try{await navigator.clipboard.writeText(e),i(!0),setTimeout(()=>i(!1),
1500)}catch{o.show("error","The browser does not allow this page to copy: select the text instead.")}};return n("button",{type:"button",class:"quiet copy","aria\
-label":`Copy ${t}`,onClick:r,children:s?"Copied":"Copy"})}function Wt({children:e}){return n("div",{class:"empty",children:e})}function $({title:e,code:t}){let{api:o,store:s}=m();return n(d,{children:[n("h2",{children:e}),
n("p",{children:"Objects that a client creates appear here at once. For example:"}),n(F,{label:"Python",text:Ze(s.sections.sandbox.endpoint_url,o.key,t)})]})}function Ze(e,t,o){
let s=o.map(i=>`        ${i}`).join(`
`);return`import asyncio

from move_ugc_async import AsyncMoveUgc, SourceIn


async def main() -> None:
    async with AsyncMoveUgc("${t}", endpoint_url="${e}") as client:
${s}


asyncio.run(main())
`}function C({label:e,columns:t,items:o,keyOf:s,total:i=o.length,empty:r}){return o.length?n(d,{children:[n("table",{"aria-label":e,children:[n("thead",{children:n(
"tr",{children:t.map(({title:a,...u})=>n("th",{scope:"col",class:Ht(u),children:a},a))})}),n("tbody",{children:o.map(a=>n("tr",{children:t.map(({title:u,cell:p,
...c})=>n("td",{class:Ht(c),children:p(a)},u))},s(a)))})]}),i>o.length&&n("p",{class:"note",children:["The newest ",o.length," of ",i," are shown."]})]}):n(Wt,{
children:r})}function Ht({from:e,number:t}){return[e,t&&"number"].filter(Boolean).join(" ")}var $o={NOT_STARTED:"Queued",RUNNING:"Running",FINISHED:"Finished",FAILED:"Failed"};function Oe({state:e}){return n("span",{class:`state ${e.toLowerCase()}`,children:$o[e]??
e})}var Ao={pending:"running",delivered:"finished",failed:"failed",lost:"failed",blocked:"failed"};function Bt({state:e}){return n("span",{class:`state ${Ao[e]??
""}`,children:e})}function Pe({work:e}){return n("span",{class:"progress",children:[n("progress",{class:e.state.toLowerCase(),max:100,value:e.percentage,"aria-l\
abel":`Progress of ${I(e)}`}),n("span",{class:"mono",children:[e.percentage,"%"]})]})}function E({moment:e}){return n("time",{dateTime:e,title:`${te(Date.parse(
e))} UTC`,children:xt(e,Te())})}function Y({view:e,item:t}){return n("a",{class:"object",href:S(e,t.id),title:t.id,children:[n("span",{children:I(t)}),t.name&&n(
"span",{class:"mono dim",children:be(t.id)})]})}function N({view:e,id:t}){return t?n("a",{class:"mono",href:S(e,t),title:t,children:be(t)}):"–"}function Re({status:e,
error:t,isOpen:o}){return o?n("span",{class:"status open",children:"open"}):e===null?n("span",{class:"status bad",title:"The client received no response.",children:"\
none"}):n("span",{class:`status ${e>=400||t?"bad":"good"}`,children:e})}function q({of:e}){let t=Object.entries(e).filter(([,o])=>o||o===0);return n("dl",{children:t.
map(([o,s])=>n("div",{children:[n("dt",{children:o}),n("dd",{children:s})]},o))})}function Q({id:e}){return n("span",{class:"mono",children:[e," ",n(z,{text:e,what:"\
id"})]})}function W({kind:e,items:t,total:o,empty:s}){let i=[{title:e==="job"?"Job":"Volume",cell:r=>n(Y,{view:`${e}s`,item:r})},{title:"State",cell:r=>n(Oe,{state:r.state})},
{title:"Progress",cell:r=>n(Pe,{work:r})},...e==="job"?[{title:"Take",from:"wide",cell:r=>n(N,{view:"takes",id:r.take_id})}]:[],{title:"Created",from:"wide",cell:r=>n(
E,{moment:r.created})},{title:"Actions",from:"medium",cell:r=>n(et,{kind:e,work:r})}];return n(C,{label:e==="job"?"Jobs":"Volumes",columns:i,items:t,keyOf:({id:r})=>r,
total:o,empty:s})}function et({kind:e,work:t}){let{api:o,store:s}=m(),i=t.state==="FINISHED"||t.state==="FAILED",r=a=>s.attempt(()=>o.send("POST",`${e}s/${encodeURIComponent(
t.id)}/${a}`));return n("span",{class:"actions tight",children:[n("button",{type:"button",disabled:i,"aria-label":`Finish ${I(t)}`,onClick:()=>r("finish"),children:"\
Finish"}),n("button",{type:"button",disabled:i,"aria-label":`Fail ${I(t)}`,onClick:()=>r("fail"),children:"Fail"})]})}function V({kind:e}){let{api:t,store:o}=m(),
s=o.sections.sandbox.failures[e];return n("p",{class:"actions",children:[n("button",{type:"button",onClick:()=>o.attempt(()=>t.send("POST","failures",{kind:e})),
children:["Let the next ",e," fail"]}),s>0&&n("span",{class:"dim",children:s===1?`The next ${e} fails.`:`The next ${s} ${e}s fail.`})]})}var No=["createFile","createSingleCamTake","createMultiCamTake","createSingleCamJob","createMultiCamJob","createVolumeWithHuman","getFile","getTake","getJob","g\
etVolume","list*","client"],Lo={1:"once",2:"twice",5:"5 times",unlimited:"without limit"};function Jt({heading:e}){let{store:t}=m();return n(d,{children:[n("h1",
{tabIndex:-1,ref:e,children:"Faults"}),n(Do,{}),n(V,{kind:"job"}),n(V,{kind:"volume"}),n("h2",{children:"Rules"}),n(Fo,{rules:t.sections.faults})]})}function Do(){
let{api:e,store:t}=m(),[o,s]=w({fault:"unavailable",target:"graphql",times:"1",afterWork:!1}),i=u=>({currentTarget:{type:p,checked:c,value:f}})=>s({...o,[u]:p===
"checkbox"?c:f}),r=Mt({...o,times:o.times==="unlimited"?null:Number(o.times)});return n("form",{class:"card grid",onSubmit:u=>{u.preventDefault(),t.attempt(()=>e.
send("POST","faults",r),"The fault waits for its request.")},children:[n("h2",{children:"Inject a fault"}),n(tt,{label:"Fault",value:o.fault,onChange:i("fault"),
options:Vt(Ce)}),n(tt,{label:"Requests",value:o.target,onChange:i("target"),options:[...Vt(Ee),...No.map(u=>[u,u])]}),n(tt,{label:"How often",value:o.times,onChange:i(
"times"),options:Object.entries(Lo)}),n("label",{class:"line",children:[n("input",{type:"checkbox",checked:o.afterWork,disabled:!Ce[o.fault].late,onChange:i("af\
terWork")})," Process the request first, and lose its response"]}),n("pre",{class:"line",tabIndex:0,"aria-label":"Rule as JSON",children:JSON.stringify(r)}),n("\
div",{class:"actions line",children:n("button",{type:"submit",class:"primary",children:"Inject"})})]})}function tt({label:e,value:t,options:o,onChange:s}){return n(
"label",{children:[e,n("select",{value:t,onChange:s,children:o.map(([i,r])=>n("option",{value:i,children:r},i))})]})}function Fo({rules:e}){let{api:t,store:o}=m();
return n(C,{label:"Rules",columns:[{title:"Fault",cell:({faults:i})=>[i].flat().map(Ie).join(", ")},{title:"Requests",cell:Ut},{title:"Left",number:!0,from:"med\
ium",cell:({times:i,faults:r,acted:a})=>i?Math.max(0,i*[r].flat().length-a):"∞"},{title:"Acted",number:!0,cell:({acted:i,matched:r})=>`${i} of ${r}`},{title:"\
Actions",cell:({id:i})=>n("button",{type:"button","aria-label":`Remove rule ${i}`,onClick:()=>o.attempt(()=>t.send("DELETE",`faults/${i}`)),children:"Remove"})}],
items:e,keyOf:({id:i})=>i,empty:"Without rules, no request fails. Add one above, or from a test with sandbox.faults.add(…)."})}function Vt(e){return Object.entries(
e).map(([t,{label:o}])=>[t,o])}function A({view:e,title:t,heading:o,isProblem:s}){return n("header",{class:"details-head",children:[n("a",{href:S(e),children:["← All ",e]}),n("h1",{tabIndex:-1,
ref:o,role:s?"alert":void 0,children:t})]})}function $e(e,t){let{api:o}=m(),[s,i]=w([null,null]);return O(()=>{let r=!0;return o.send("GET",e).then(a=>r&&i([a,null]),a=>r&&i(([u])=>[u,u&&!a.status?null:a.
message])),()=>{r=!1}},[e,t]),s}var qo=[{title:"Device",cell:e=>e.device_label},{title:"File",cell:e=>n(N,{view:"files",id:e.file_id})},{title:"Format",cell:e=>e.format},{title:"Lens",from:"me\
dium",cell:e=>e.lens??"–"}];function Ae({sources:e}){return n(d,{children:[n("h2",{children:"Sources"}),n(C,{label:"Sources",columns:qo,items:e,keyOf:({file_id:t,
device_label:o})=>`${t} ${o}`})]})}var jo=2;function Gt({job:e}){let t=P(null),[o,s]=w(null);return O(()=>{let i=null,r=!1;return import("./viewer.js").then(({createViewer:a})=>{if(r)return;let u=Mo(
e);i=a(t.current,{sources:u,autoplay:!1});for(let p=jo;p<u.length;p++)i.toggleSource(String(p))},()=>s("The viewer cannot be loaded: is the sandbox still runnin\
g?")),()=>{r=!0,i?.dispose()}},[e.id]),o?n("p",{class:"problem",role:"alert",children:o}):n("div",{class:"viewer",ref:t,role:"group","aria-label":"Results"})}function Mo({
motion_url:e,outputs:t}){let o=t.filter(({type:s})=>s===".mp4");return[{name:"motion.glb",kind:"glb",url:e},...o.map(s=>({name:`${s.output.toLowerCase()}${s.type}`,
kind:"video",url:s.url}))]}var Uo=[{title:"Output",cell:({output:e})=>n("span",{class:"mono",children:e})},{title:"Key",from:"medium",cell:({key:e})=>n("span",{class:"mono",children:e})},
{title:"Size",number:!0,cell:({size:e})=>U(e)},{title:"Content",cell:({url:e,output:t,type:o,isReady:s})=>s?n("a",{href:e,download:`${t.toLowerCase()}${o}`,children:"\
Download"}):n("span",{class:"dim",children:"not yet"})}];function Ne({kind:e,id:t,listed:o,heading:s}){let[i,r]=$e(`${e}s/${encodeURIComponent(t)}`,o&&`${o.state}\
 ${o.outputs_ready}`),a=o?{...i,...o}:i;if(r||!a?.outputs)return n(A,{view:`${e}s`,heading:s,title:r??"Loading…",isProblem:!!r});let u=a.outputs.map(p=>({...p,
isReady:a.outputs_ready}));return n(d,{children:[n(A,{view:`${e}s`,heading:s,title:I(a)}),n("p",{class:"headline",children:[n(Oe,{state:a.state})," ",n(Pe,{work:a}),
" ",n(et,{kind:e,work:a})]}),a.suggestions.length>0&&n("ul",{class:"problem",children:a.suggestions.map(p=>n("li",{children:p},p))}),e==="job"&&a.outputs_ready&&
n(Gt,{job:a}),n(q,{of:{Id:n(Q,{id:a.id}),Created:n(E,{moment:a.created}),Take:a.take_id&&n(N,{view:"takes",id:a.take_id}),Rig:a.rig,Actors:a.actors,"Height of t\
he human":a.human_height&&`${a.human_height} m`,Area:a.area_type,"Clip window":a.window&&`${a.window[0]} s to ${a.window[1]} s`}}),a.sources&&n(Ae,{sources:a.sources}),
n("h2",{children:"Outputs"}),n(C,{label:"Outputs",columns:Uo,items:u,keyOf:p=>p.id,empty:"This work has no outputs."}),n(oe,{of:a})]})}function oe({of:{metadata:e}}){
return e&&e!=="{}"?n(F,{label:"Metadata",text:e}):null}var Wo=[{title:"File",cell:e=>n(Y,{view:"files",item:e})},{title:"Type",cell:({type:e})=>e},{title:"Size",number:!0,cell:({size:e})=>e===null?n("span",{class:"d\
im",children:"not uploaded"}):U(e)},{title:"Created",from:"medium",cell:({created:e})=>n(E,{moment:e})}],Ho=['print(await client.files.upload("clip.mp4"))'];function Kt({
id:e,heading:t}){let{files:o,sandbox:s}=m().store.sections,i=o.find(r=>r.id===e);return e&&!i?n(A,{view:"files",heading:t,title:`unknown file ${e}`,isProblem:!0}):
i?n(Bo,{file:i,heading:t}):n(d,{children:[n("h1",{tabIndex:-1,ref:t,children:"Files"}),n(C,{label:"Files",columns:Wo,items:o,keyOf:r=>r.id,total:s.counts.files,
empty:n($,{title:"No files yet",code:Ho})})]})}function Bo({file:e,heading:t}){return n(d,{children:[n(A,{view:"files",heading:t,title:I(e)}),n(q,{of:{Id:n(Q,{id:e.
id}),Type:e.type,Size:e.size===null?"not uploaded":U(e.size),Created:n(E,{moment:e.created}),Content:e.size!==null&&n("a",{href:e.url,download:`${I(e)}${e.type}`,
children:"Download"})}}),n(oe,{of:e})]})}var Vo=['file = await client.files.upload("clip.mp4")','take = await client.takes.create_singlecam([SourceIn(device_label="phone", file_id=file.id, format="MP4"\
)])',"job = await client.jobs.create_singlecam(take.id)","print(await client.jobs.wait(job))"];function zt({id:e,heading:t}){let{jobs:o,sandbox:s}=m().store.sections;
return e?n(Ne,{kind:"job",id:e,listed:o.find(i=>i.id===e),heading:t}):n(d,{children:[n("h1",{tabIndex:-1,ref:t,children:"Jobs"}),n(V,{kind:"job"}),n(W,{kind:"jo\
b",items:o,total:s.counts.jobs,empty:n($,{title:"No jobs yet",code:Vo})})]})}function Yt({number:e,listed:t,heading:o}){let[s,i]=$e(`requests/${encodeURIComponent(e)}`,t?.seconds);if(i||!s)return n(A,{view:"requests",heading:o,title:i??"\
Loading…",isProblem:!!i});let r=JSON.stringify(s.variables,null,2),a=()=>{Se.query=s.document,Se.variables=r,location.hash=S("explorer")};return n(d,{children:[
n(A,{view:"requests",heading:o,title:ve(s)}),n("p",{class:"headline",children:[n(Re,{status:s.status,error:s.error,isOpen:s.seconds===null}),n("span",{class:"mo\
no",children:ye(s.seconds)}),s.document&&n("button",{type:"button",onClick:a,children:"Open in the explorer"})]}),s.errors.length>0&&n("ul",{class:"problem",children:s.
errors.map(u=>n("li",{children:u},u))}),n(q,{of:{Request:n("span",{class:"mono",children:[s.method," ",s.path]}),Received:n(E,{moment:s.received}),Fields:s.fields.
join(", "),Fault:s.fault&&Ie(s.fault),"Request id":n("span",{class:"mono",children:s.request_id}),Uploaded:s.received_bytes>0&&U(s.received_bytes),Downloaded:s.
sent_bytes>0&&U(s.sent_bytes)}}),s.document&&n(F,{label:"Document",text:s.document}),s.document&&r!=="{}"&&n(F,{label:"Variables, without secrets",text:r})]})}var Jo=[{title:"Request",cell:e=>n(Ko,{request:e})},{title:"Status",cell:({status:e,error:t,seconds:o})=>n(Re,{status:e,error:t,isOpen:o===null})},{title:"Durat\
ion",number:!0,cell:({seconds:e})=>n("span",{class:"mono",children:ye(e)})},{title:"Problem",from:"wide",cell:({error:e,has_fault:t})=>n(d,{children:[t&&n("span",
{class:"tag",children:"fault"})," ",n("span",{class:"dim clip",title:e,children:e})]})},{title:"Received",from:"medium",cell:({received:e})=>n(E,{moment:e})}],Go=[
"print(await client.client.retrieve())"];function Qt({id:e,heading:t}){let{api:o,store:s}=m(),{requests:i}=s.sections,[r,a]=w(""),[u,p]=w(!1);if(e)return n(Yt,{
number:e,listed:i.find(h=>String(h.number)===e),heading:t});let c=i.filter(h=>zo(h,r.toLowerCase())&&(!u||Yo(h))),f=()=>s.attempt(()=>o.send("DELETE","requests"));
return n(d,{children:[n("h1",{tabIndex:-1,ref:t,children:"Requests"}),n("div",{class:"actions",children:[n("label",{children:["Filter ",n("input",{type:"search",
value:r,placeholder:"getJob",onInput:h=>a(h.currentTarget.value)})]}),n("label",{children:[n("input",{type:"checkbox",checked:u,onChange:h=>p(h.currentTarget.checked)}),
" Problems only"]}),n("button",{type:"button",disabled:!i.length,onClick:f,children:"Clear"})]}),n(ot,{requests:c,empty:i.length?"No request matches the filter.":
n($,{title:"No requests yet",code:Go})})]})}function ot({requests:e,empty:t}){return n(C,{label:"Requests",columns:Jo,items:e,keyOf:({number:o})=>o,empty:t})}function Ko({
request:e}){return n("a",{class:"object",href:S("requests",e.number),children:[n("span",{class:"clip",children:ve(e)}),n("span",{class:"mono dim",children:e.method})]})}
function zo({operation:e,fields:t,path:o,method:s,status:i},r){return[e??"",...t,o,s,String(i)].some(a=>a.toLowerCase().includes(r))}function Yo({status:e,error:t,
has_fault:o,seconds:s}){return!!t||o||(e===null?s!==null:e>=400)}var Qo=['result = await client.capture("clip.mp4", "results", outputs=["main_fbx", "motion_data"])',"print(result.outputs)"],Xt=5;function Zt({heading:e}){let{api:t,
store:o}=m(),{sandbox:s,jobs:i,requests:r,leaks:a}=o.sections,u=i.filter(({state:p})=>p==="RUNNING"||p==="NOT_STARTED").length;return n(d,{children:[n("h1",{tabIndex:-1,
ref:e,children:"Overview"}),a.length>0&&n("p",{class:"problem",role:"alert",children:[a.length===1?"A request":`${a.length} requests`," to storage carried an Au\
thorization header, which only the API may see: ",a.at(-1)]}),n("ul",{class:"figures",children:[n(Le,{value:u,text:"jobs running",href:S("jobs")}),n(Le,{value:s.
counts.jobs,text:"jobs",href:S("jobs")}),n(Le,{value:s.counts.files,text:"files",href:S("files")}),n(Le,{value:s.credits,text:"credits charged"})]}),n("section",
{class:"card",children:[n("h2",{children:"Connect a client"}),n(q,{of:{Endpoint:n("span",{class:"mono",children:[s.endpoint_url," ",n(z,{text:s.endpoint_url,what:"\
endpoint"})]}),"API key":n("span",{class:"mono",children:[t.key," ",n(z,{text:t.key,what:"API key"})]})}}),n(F,{label:"Shell",text:`export MOVE_API_KEY=${t.key}\
 MOVE_UGC_ENDPOINT_URL=${s.endpoint_url}`}),!i.length&&n(F,{label:"Python",text:Ze(s.endpoint_url,t.key,Qo)})]}),i.length>0&&n("section",{children:[n("h2",{children:"\
Newest jobs"}),n(W,{kind:"job",items:i.slice(0,Xt)})]}),r.length>0&&n("section",{children:[n("h2",{children:"Last requests"}),n(ot,{requests:r.slice(0,Xt)})]})]})}
function Le({value:e,text:t,href:o}){let s=n(d,{children:[n("b",{children:e})," ",t]});return n("li",{children:o?n("a",{href:o,children:s}):n("span",{children:s})})}var eo={SINGLE_CAM:"One camera",MULTI_CAM:"Several cameras"},Xo=[{title:"Take",cell:e=>n(Y,{view:"takes",item:e})},{title:"Type",cell:({type:e})=>eo[e]??e},{title:"\
Clips",number:!0,cell:({sources:e})=>e.length},{title:"Volume",from:"wide",cell:({volume_id:e})=>n(N,{view:"volumes",id:e})},{title:"Created",from:"medium",cell:({
created:e})=>n(E,{moment:e})}],Zo=['file = await client.files.upload("clip.mp4")','print(await client.takes.create_singlecam([SourceIn(device_label="phone", fil\
e_id=file.id, format="MP4")]))'];function to({id:e,heading:t}){let{takes:o,jobs:s,sandbox:i}=m().store.sections,r=o.find(a=>a.id===e);return e&&!r?n(A,{view:"ta\
kes",heading:t,title:`unknown take ${e}`,isProblem:!0}):r?n(en,{take:r,jobs:s.filter(a=>a.take_id===e),heading:t}):n(d,{children:[n("h1",{tabIndex:-1,ref:t,children:"\
Takes"}),n(C,{label:"Takes",columns:Xo,items:o,keyOf:a=>a.id,total:i.counts.takes,empty:n($,{title:"No takes yet",code:Zo})})]})}function en({take:e,jobs:t,heading:o}){
return n(d,{children:[n(A,{view:"takes",heading:o,title:I(e)}),n(q,{of:{Id:n(Q,{id:e.id}),Type:eo[e.type]??e.type,Created:n(E,{moment:e.created}),Volume:e.volume_id&&
n(N,{view:"volumes",id:e.volume_id})}}),n(Ae,{sources:e.sources}),n("h2",{children:"Jobs"}),n(W,{kind:"job",items:t,empty:"No job uses this take."}),n(oe,{of:e})]})}var tn=['files = [await client.files.upload(path) for path in ("left.mp4", "right.mp4")]',"sources = [",'    SourceIn(device_label=f"camera-{n}", file_id=file.i\
d, format="MP4", camera_settings={"lens": "goprohero10-fhd"})',"    for n, file in enumerate(files)","]",'volume = await client.volumes.create_human_volume(sour\
ces, human_height=1.8, area_type="NORMAL")',"print(await client.volumes.wait(volume))"];function oo({id:e,heading:t}){let{volumes:o,sandbox:s}=m().store.sections;
return e?n(Ne,{kind:"volume",id:e,listed:o.find(i=>i.id===e),heading:t}):n(d,{children:[n("h1",{tabIndex:-1,ref:t,children:"Volumes"}),n(V,{kind:"volume"}),n(W,
{kind:"volume",items:o,total:s.counts.volumes,empty:n($,{title:"No volumes yet",code:tn})})]})}var on=[{title:"Endpoint",cell:({uid:e,description:t})=>n("span",{class:"object",children:[n("span",{children:e}),n("span",{class:"dim",children:t})]})},{title:"\
URL",cell:({url:e})=>n("span",{class:"mono break",children:e})},{title:"Events",from:"medium",cell:({events:e})=>e?.length?e.join(", "):"all"}],nn=[{title:"Even\
t",cell:({event:e,endpoint:t,id:o})=>n("span",{class:"object",title:o,children:[n("span",{class:"break",children:e}),n("span",{class:"dim",children:t})]})},{title:"\
State",cell:({state:e})=>n(Bt,{state:e})},{title:"Last attempt",from:"medium",cell:({attempts:e})=>n(rn,{attempts:e})},{title:"Job",from:"wide",cell:({job_id:e})=>n(
N,{view:"jobs",id:e})},{title:"Time",from:"wide",cell:({attempts:e})=>e.length?n(E,{moment:e.at(-1).time}):"–"},{title:"Actions",cell:e=>n(an,{delivery:e})}],
sn=['print(await client.webhooks.upsert(None, "orders", "http://127.0.0.1:8080/webhooks"))'];function no({heading:e}){let{webhooks:t,deliveries:o}=m().store.sections;
return n(d,{children:[n("h1",{tabIndex:-1,ref:e,children:"Webhooks"}),n(C,{label:"Endpoints",columns:on,items:t,keyOf:({uid:s})=>s,empty:n($,{title:"No endpoint\
s yet",code:sn})}),n("h2",{children:"Deliveries"}),n(C,{label:"Deliveries",columns:nn,items:o,keyOf:({id:s,endpoint:i})=>`${s} ${i}`,empty:"When a job starts, f\
inishes or fails, its webhooks are sent to the endpoints."})]})}function rn({attempts:e}){if(!e.length)return n("span",{class:"dim",children:"none yet"});let{status:t,
error:o,fault:s}=e.at(-1);return n(d,{children:[e.length>1&&n("span",{class:"dim",children:[e.length,": "]}),t??n("span",{class:"clip",title:o,children:o??"no r\
esponse"})," ",s&&n("span",{class:"tag",children:"fault"})]})}function an({delivery:{id:e,event:t}}){let{api:o,store:s}=m(),i=()=>s.attempt(()=>o.send("POST",`w\
ebhooks/${encodeURIComponent(e)}/resend`),`${t} is sent again.`);return n("span",{class:"actions tight",children:n("button",{type:"button","aria-label":`Resend ${t}`,
onClick:i,children:"Resend"})})}var ne=[{name:"overview",title:"Overview",Page:Zt},{name:"jobs",title:"Jobs",Page:zt,count:({sandbox:e})=>e.counts.jobs},{name:"takes",title:"Takes",Page:to,count:({
sandbox:e})=>e.counts.takes},{name:"volumes",title:"Volumes",Page:oo,count:({sandbox:e})=>e.counts.volumes},{name:"files",title:"Files",Page:Kt,count:({sandbox:e})=>e.
counts.files},{name:"requests",title:"Requests",Page:Qt},{name:"webhooks",title:"Webhooks",Page:no,count:({webhooks:e})=>e.length},{name:"faults",title:"Faults",
Page:Jt,count:({faults:e})=>e.length},{name:"explorer",title:"Explorer",Page:jt}];var ln={lost:"Connection lost. The page shows the last known state, and connects again when the sandbox runs.",silent:"The sandbox does not respond. The page sh\
ows the last known state.",locked:"The sandbox does not accept the API key any more."};function so(){let{store:e,connection:t}=m(),o=e.sections&&ln[e.status];return n(
"div",{class:"banner",role:"alert",children:o&&n("p",{children:[o," ",n("button",{type:"button",onClick:()=>t.retry(),children:"Connect now"})]})})}function ro({heading:e}){let{api:t,store:o,connection:s}=m(),i=P(null);return n("form",{class:"card",onSubmit:a=>{a.preventDefault(),t.setKey(i.current.value.trim()),
o.setStatus("connecting"),s.retry()},children:[n("h1",{tabIndex:-1,ref:e,children:"Enter the API key"}),n("p",{children:"The console is open on another machine \
than the sandbox. The program that runs the sandbox has printed its key."}),o.reason&&n("p",{class:"problem",role:"alert",children:o.reason}),n("label",{children:[
"API key ",n("input",{ref:i,type:"password",autocomplete:"off",required:!0})]}),n("div",{class:"actions",children:n("button",{type:"submit",class:"primary",children:"\
Open the console"})})]})}function io({current:e}){let{sections:t}=m().store,o=P(null);return O(()=>o.current.querySelector("[aria-current]")?.scrollIntoView({block:"nearest",inline:"cen\
ter"}),[e]),n("nav",{"aria-label":"Views",children:n("ul",{ref:o,children:ne.map(({name:s,title:i,count:r})=>n("li",{children:n("a",{href:S(s),"aria-current":s===
e?"page":void 0,children:[i,r&&t?n("span",{class:"count",children:r(t)}):null]})},s))})})}function ao(){let{store:e}=m();return n("div",{class:"toasts",role:"log","aria-label":"Messages",children:e.toasts.map(({id:t,kind:o,text:s})=>n("p",{class:o,role:o===
"error"?"alert":void 0,children:[s,n("button",{type:"button",class:"quiet","aria-label":"Dismiss",onClick:()=>e.dismiss(t),children:"×"})]},t))})}var un=[[10,"10 s"],[60,"1 min"],[3600,"1 h"],[86400,"1 day"]],cn=[1,10,60,600];function lo(){let{api:e,store:t}=m(),o=Te(),[s,i]=w("300"),{rate:r,speed:a}=t.clock,
u=c=>t.attempt(()=>e.send("POST","clock",c)),p=c=>{c.preventDefault(),u({advance:Number(s)})};return n("div",{class:"clock",children:[n("button",{type:"button",
class:"quiet",popovertarget:"clock","aria-label":`Clock: ${te(o)}`,children:[n("time",{class:"mono",children:te(o)})," ",r>1&&n("span",{class:"tag",children:[r,
"×"]})]}),n("section",{id:"clock",popover:"auto","aria-label":"Clock",children:[n("h2",{children:"Clock of the sandbox"}),n("p",{children:pn(r,a)}),n("div",{class:"\
actions",role:"group","aria-label":"Advance the clock",children:un.map(([c,f])=>n("button",{type:"button",onClick:()=>u({advance:c}),children:["+",f]},c))}),n("\
form",{class:"actions",onSubmit:p,children:[n("label",{children:["Seconds ",n("input",{type:"number",min:"0",step:"any",required:!0,value:s,onInput:c=>i(c.currentTarget.
value)})]}),n("button",{type:"submit",children:"Advance"})]}),r>0&&n("div",{class:"actions",role:"group","aria-label":"Speed of the clock",children:cn.map(c=>n(
"button",{type:"button","aria-pressed":c===r,onClick:()=>u({rate:c}),children:[c,"×"]},c))})]})]})}function pn(e,t){if(t===null)return"Instant: each request is\
 a millisecond later, and jobs are finished by the next request.";if(e===0)return"Manual: it moves only when it is advanced.";let o=e===1?"It follows real time.":
`It runs ${e} times as fast as real time.`;return t===1?o:`${o} Jobs are ${t} times as fast as on the platform.`}var fn={connecting:"Connecting…",live:"Live",lost:"Disconnected",silent:"Not responding",locked:"Locked"};function uo(){let{store:e}=m();return n("header",{class:"\
bar",children:[n("a",{class:"brand",href:"#/",children:["Move ",n("b",{children:"sandbox"})]}),n("span",{class:`connection ${e.status}`,role:"status",children:fn[e.
status]}),e.clock&&n(lo,{}),e.sections&&n(_n,{})]})}function _n(){let{api:e,store:t}=m(),o=P(null);return n(d,{children:[n("button",{type:"button",class:"quiet",
onClick:()=>o.current.showModal(),children:"Reset…"}),n("dialog",{ref:o,"aria-labelledby":"reset-title",children:[n("h2",{id:"reset-title",children:"Reset the\
 sandbox?"}),n("p",{children:"All files, takes, volumes, jobs, webhooks, requests and faults are deleted. The clock goes on. Ids start again, so the next object\
s have the ids of the first ones."}),n("div",{class:"actions",children:[n("button",{type:"button",onClick:()=>o.current.close(),children:"Cancel"}),n("button",{
type:"button",class:"danger",onClick:()=>{o.current.close(),t.attempt(()=>e.send("POST","reset"),"The sandbox is empty again.")},children:"Reset"})]})]})]})}function co({api:e,store:t,connection:o}){qt(t);let s=dn(),i=ne.find(({name:u})=>u===s.view)??ne[0],r=P(null),a=S(i.name,s.id);return O(()=>{document.title=`${i.
title} – Move sandbox`},[i]),hn(r,a),n(Xe.Provider,{value:{api:e,store:t,connection:o},children:[n("a",{class:"skip",href:"#content",onClick:u=>bn(u,r),children:"\
Skip to content"}),n(uo,{}),n("div",{class:"frame",children:[n(io,{current:i.name}),n("main",{id:"content",children:t.sections?n(i.Page,{id:s.id,heading:r},a):n(
mn,{status:t.status,heading:r})})]}),n(so,{}),n(ao,{}),n("p",{class:"unseen",role:"status",children:t.news})]})}function mn({status:e,heading:t}){return e==="lo\
cked"?n(ro,{heading:t}):n("h1",{class:"waiting",tabIndex:-1,ref:t,children:e==="connecting"?"Connecting…":"The sandbox cannot be reached"})}function dn(){let[
e,t]=w(()=>Qe(location.hash));return O(()=>{let o=()=>t(Qe(location.hash));return addEventListener("hashchange",o),()=>removeEventListener("hashchange",o)},[]),
e}function hn(e,t){let o=P(!0);O(()=>{o.current||(e.current?.focus({preventScroll:!0}),scrollTo(0,0)),o.current=!1},[t])}function bn(e,t){e.preventDefault(),t.current?.
focus()}var po=new ge,fo=new me,_o=new he(fo,po);yt(n(co,{api:fo,store:po,connection:_o}),document.body);_o.start();
